package dev.gavel.server.logs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns lines that libraries write in their programmers' words into words for an operator. */
final class Retold {

    private static final List<Line> LINES = List.of(
            new Line(
                    "(?:JvmPauseMonitor\\S* )?Detected pause in JVM or host machine approximately ([\\d.]+) ?s"
                            + "(?: with ([\\d.]+) ?s GC time)?.*",
                    "this process, or the machine, stood still for about $1 s"),
            new Line("Failed to recognize (\\S+) as leader for \\w+"
                    + " since peerTerm = (\\d+) < currentTerm = (\\d+)",
                    "$1 does not lead any more: its term $2 is over, and this is term $3"),
            new Line("Timed out gracefully shutting down connection: .*?\\btarget=([^,}\\s]+).*",
                    "a connection to $1 was not closed in time, and is cut"),
            new Line("\\(c-?\\d+,m-?\\d+,n-?\\d+[^)]*\\)", ""));

    private record Line(Pattern said, String told) {

        Line(String said, String told) {
            this(Pattern.compile(said), told);
        }
    }

    private Retold() {}

    /** The text in an operator's words, if it is one of these. */
    static String of(String text) {
        var told = text;
        for (var line : LINES) {
            Matcher found = line.said().matcher(told);
            told = found.replaceAll(line.told());
        }
        return told;
    }
}
