package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A price over time, drawn in characters: a step from one price to the next, the newest at the right. */
final class PriceChart {
    /** Beyond this the older half is thinned out; no terminal shows as many. */
    private static final int MOST_POINTS = 4_000;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    /** Eighths of a character, where only whole ones are known. */
    private static final String PLAIN = "     ####";
    private static final int STEPS = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Point(long millis, long price) {}

    private final Currency currency;
    private final String glyphs;
    private final List<Point> points = new ArrayList<>();

    /**
     * Empty.
     *
     * @param blocks whether characters beyond ASCII are seen
     */
    PriceChart(Currency currency, boolean blocks) {
        this.currency = currency;
        this.glyphs = blocks ? BLOCKS : PLAIN;
    }

    /** From {@code millis} of the house's time on it costs that much. Time does not run back. */
    void add(long millis, long price) {
        var at = points.isEmpty() ? millis : Math.max(millis, points.getLast().millis);
        if (points.isEmpty() || points.getLast().price != price) {
            points.add(new Point(at, price));
        }
        if (points.size() > MOST_POINTS) {
            for (var old = MOST_POINTS / 2; old > 0; old -= 2) {
                points.remove(old);
            }
        }
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    /** The last prices side by side, one character each; empty while there is none. */
    String spark(int width) {
        var last = points.subList(Math.max(0, points.size() - width), points.size());
        var low = last.stream().mapToLong(Point::price).min().orElse(0);
        var high = last.stream().mapToLong(Point::price).max().orElse(0);
        var line = new StringBuilder();
        for (var point : last) {
            line.append(glyphs.charAt(1 + level(point.price, low, high, STEPS)));
        }
        return line.toString();
    }

    /**
     * The chart.
     *
     * @param width columns of all of it, with the prices at the left
     * @param height rows of the picture; the times stand below it
     * @param nowMillis the house's time at its right end
     */
    List<String> lines(int width, int height, long nowMillis) {
        if (points.isEmpty()) {
            return List.of();
        }
        var low = points.stream().mapToLong(Point::price).min().orElse(0);
        var high = points.stream().mapToLong(Point::price).max().orElse(0);
        var top = currency.decimal(high);
        var bottom = currency.decimal(low);
        var gutter = Math.max(top.length(), bottom.length());
        var columns = width - gutter - 2;
        if (columns < TIME_CHARS) {
            return List.of();
        }
        var prices = columns(columns, Math.max(nowMillis, points.getLast().millis));
        var lines = new ArrayList<String>();
        for (var row = height - 1; row >= 0; row--) {
            var label = row == height - 1 ? top : row == 0 ? bottom : "";
            var line = new StringBuilder(" ".repeat(gutter - label.length())).append(label)
                    .append(" |");
            for (var price : prices) {
                var filled = 1 + level(price, low, high, height * STEPS) - row * STEPS;
                line.append(glyphs.charAt(Math.clamp(filled, 0, STEPS)));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(times(gutter, columns, Math.max(nowMillis, points.getLast().millis)));
        return lines;
    }

    private static final int TIME_CHARS = 8;

    private String times(int gutter, int columns, long until) {
        var from = TIME.format(Instant.ofEpochMilli(points.getFirst().millis));
        var to = TIME.format(Instant.ofEpochMilli(until));
        var gap = columns - 2 * TIME_CHARS;
        return " ".repeat(gutter + 2)
                + (gap < 1 ? " ".repeat(columns - TIME_CHARS) + to : from + " ".repeat(gap) + to);
    }

    /** The price at the end of each column's share of the time. */
    private long[] columns(int count, long until) {
        var prices = new long[count];
        var from = points.getFirst().millis;
        var at = 0;
        for (var column = 0; column < count; column++) {
            var end = from + (until - from) * (column + 1) / count;
            while (at + 1 < points.size() && points.get(at + 1).millis <= end) {
                at++;
            }
            prices[column] = points.get(at).price;
        }
        return prices;
    }

    /** From 0 for the lowest to {@code steps - 1}; in the middle where all are alike. */
    private static int level(long price, long low, long high, int steps) {
        return high == low ? steps / 2
                : (int) ((double) (price - low) / (high - low) * (steps - 1));
    }
}
