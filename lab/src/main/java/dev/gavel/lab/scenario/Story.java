package dev.gavel.lab.scenario;

import dev.gavel.cli.servers.Http;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The log of a scenario: what happens, when, and whether it is what must happen. */
final class Story {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<PrintWriter> outs = new ArrayList<>();
    private final Clock clock;
    private final boolean json;
    private int wrong;

    Story(PrintWriter out, Clock clock) {
        this(out, clock, false);
    }

    /**
     * As the other.
     *
     * @param json whether each line is an object for a program
     */
    Story(PrintWriter out, Clock clock, boolean json) {
        this.outs.add(out);
        this.clock = clock;
        this.json = json;
    }

    /** The same goes to {@code out} too. */
    void copyTo(PrintWriter out) {
        outs.add(out);
    }

    /** Something happened. */
    void tell(String what) {
        line("    ", "told", what);
    }

    /** Something happened that the reader must not miss. */
    void mark(String what) {
        line("##  ", "marked", what);
    }

    /** Something must hold. */
    void check(boolean holds, String what) {
        line(holds ? "ok  " : "NO  ", holds ? "held" : "broken", what);
        if (!holds) {
            wrong++;
        }
    }

    /** A picture of what was told. */
    void show(Timeline timeline) {
        if (json) {
            print(Http.JSON.createObjectNode()
                    .put("kind", "diagram")
                    .set("lines", Http.JSON.valueToTree(timeline.lines()))
                    .toString());
        } else {
            print("");
            timeline.lines().forEach(this::print);
            print("");
        }
    }

    /** Says how it ended; whether all held. */
    boolean end() {
        line(wrong == 0 ? "ok  " : "NO  ", wrong == 0 ? "held" : "broken",
                wrong == 0 ? "the story held" : wrong + " of the things that must hold did not");
        return wrong == 0;
    }

    private void line(String sign, String kind, String what) {
        var now = Instant.now(clock);
        print(json
                ? Http.JSON.createObjectNode()
                        .put("at", now.toString())
                        .put("kind", kind)
                        .put("text", what)
                        .toString()
                : TIME.format(now) + "  " + sign + what);
    }

    private void print(String line) {
        for (var out : outs) {
            out.println(line);
            out.flush();
        }
    }
}
