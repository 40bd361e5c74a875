package dev.gavel.auction.model;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The fixed table of characters, {@code characters.txt}; written by {@code names-table.py}, and then never again. */
final class Characters {

    private static final int HEX = 16;
    private static final Table TABLE = Table.read();

    private Characters() {}

    /** Whether {@code c} may stand in a name: it can be seen, or is a space. */
    static boolean isAllowed(int c) {
        return TABLE.allowed.has(c);
    }

    /** Whether {@code c} is a mark on the letter before it. */
    static boolean isMark(int c) {
        return TABLE.marks.has(c);
    }

    /** What {@code c} is taken for where names are compared; null for itself. */
    static @Nullable String takenFor(int c, boolean capitals) {
        var capital = capitals ? TABLE.capitals.get(c) : null;
        return capital != null ? capital : TABLE.taken.get(c);
    }

    private record Table(Ranges allowed, Ranges marks, Map<Integer, String> taken,
            Map<Integer, String> capitals) {

        static Table read() {
            var allowed = new ArrayList<int[]>();
            var marks = new ArrayList<int[]>();
            var taken = new TreeMap<Integer, String>();
            var capitals = new TreeMap<Integer, String>();
            try (var in = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(Characters.class.getResourceAsStream("characters.txt")),
                    StandardCharsets.US_ASCII))) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("#")) {
                        continue;
                    }
                    if (line.startsWith("u ")) {
                        put(line.substring(2), capitals);
                    } else if (line.startsWith("m ")) {
                        marks.add(range(line.substring(2)));
                    } else if (line.indexOf('=') > 0) {
                        put(line, taken);
                    } else {
                        allowed.add(range(line));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Table(Ranges.of(allowed), Ranges.of(marks), taken, capitals);
        }

        private static int[] range(String line) {
            var dash = line.indexOf('-');
            return new int[]{Integer.parseInt(line.substring(0, dash), HEX),
                    Integer.parseInt(line.substring(dash + 1), HEX)};
        }

        private static void put(String line, Map<Integer, String> to) {
            var equal = line.indexOf('=');
            var text = new StringBuilder();
            for (var part : line.substring(equal + 1).split(" ", -1)) {
                text.appendCodePoint(Integer.parseInt(part, HEX));
            }
            to.put(Integer.parseInt(line.substring(0, equal), HEX), text.toString());
        }
    }

    /** Ranges in rising order, none within another. */
    private static final class Ranges {

        private final int[] from;
        private final int[] to;

        private Ranges(int[] from, int[] to) {
            this.from = from;
            this.to = to;
        }

        static Ranges of(List<int[]> ranges) {
            return new Ranges(ranges.stream().mapToInt(range -> range[0]).toArray(),
                    ranges.stream().mapToInt(range -> range[1]).toArray());
        }

        boolean has(int c) {
            var at = java.util.Arrays.binarySearch(from, c);
            var range = at >= 0 ? at : -at - 2;
            return range >= 0 && c <= to[range];
        }
    }
}
