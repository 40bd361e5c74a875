package dev.gavel.server.dev;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The log of a scenario: what happens, when, and whether it is what must happen. */
final class Story {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final Clock clock;
    private int wrong;

    Story(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Something happened. */
    void tell(String what) {
        line("    ", what);
    }

    /** Something happened that the reader must not miss. */
    void mark(String what) {
        line("##  ", what);
    }

    /** Something must hold. */
    void check(boolean holds, String what) {
        line(holds ? "ok  " : "NO  ", what);
        if (!holds) {
            wrong++;
        }
    }

    /** Says how it ended; whether all held. */
    boolean end() {
        line(wrong == 0 ? "ok  " : "NO  ",
                wrong == 0 ? "the story held" : wrong + " of the things that must hold did not");
        return wrong == 0;
    }

    private void line(String sign, String what) {
        out.println(TIME.format(Instant.now(clock)) + "  " + sign + what);
        out.flush();
    }
}
