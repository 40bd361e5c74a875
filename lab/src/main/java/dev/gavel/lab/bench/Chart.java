package dev.gavel.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Panels side by side as one SVG file: lines through medians, a stroke from the least to the most of the
 * runs. Readable on light and on dark pages, by colour and without it.
 */
final class Chart {

    private static final int PANEL_WIDTH = 340;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 62;
    private static final int BOTTOM = 52;
    private static final int MOST_TICKS = 6;
    private static final double ROOM_ABOVE = 1.08;
    private static final String STYLE = """
            <style>
            text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:13px}
            .page{fill:#fff}.grid{stroke:#d0d7de}.axis{stroke:#57606a}
            .line{fill:none;stroke-width:2}.spread{stroke-width:1.5}
            .s0{stroke:#0550ae}.s1{stroke:#bc4c00;stroke-dasharray:6 3}.s2{stroke:#116329;stroke-dasharray:2 3}.s3{stroke:#8250df;stroke-dasharray:9 3 2 3}
            .p0{fill:#0550ae}.p1{fill:#bc4c00}.p2{fill:#116329}.p3{fill:#8250df}
            @media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.grid{stroke:#30363d}.axis{stroke:#8b949e}
            .s0{stroke:#79c0ff}.s1{stroke:#ffa657}.s2{stroke:#7ee787}.s3{stroke:#d2a8ff}
            .p0{fill:#79c0ff}.p1{fill:#ffa657}.p2{fill:#7ee787}.p3{fill:#d2a8ff}}
            </style>
            """;

    private Chart() {}

    /** What was measured at one size. */
    record Point(double x, Runs y) {}

    /** What belongs together, by rising {@code x}. */
    record Line(String label, List<Point> points) {}

    /** An axis with its unit; on a logarithmic one 0 stands a decade below the least size above it. */
    record Axis(String title, boolean logarithmic) {}

    /** One diagram. */
    record Panel(String title, Axis across, Axis up, List<Line> lines) {}

    /** From a value to its place, in pixels. */
    private record Scale(boolean logarithmic, double from, double to, double begin, double end) {

        double at(double value) {
            var share = logarithmic
                    ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
                    : (value - from) / (to - from);
            return begin + Math.clamp(share, 0, 1) * (end - begin);
        }
    }

    /** The file's text. */
    static String svg(String title, List<Panel> panels) {
        var width = PANEL_WIDTH * Math.max(1, panels.size());
        var svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                + "height=\"%d\" role=\"img\">%n<title>%s</title>%n", width, HEIGHT, width, HEIGHT,
                escaped(title));
        svg.append(STYLE);
        add(svg, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>%n", width, HEIGHT);
        for (var i = 0; i < panels.size(); i++) {
            add(svg, "<g transform=\"translate(%d 0)\">%n", i * PANEL_WIDTH);
            panel(svg, panels.get(i));
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, Panel panel) {
        var points = panel.lines().stream().flatMap(line -> line.points().stream()).toList();
        text(svg, "title", LEFT, 20, "start", panel.title());
        if (points.isEmpty()) {
            text(svg, "", PANEL_WIDTH / 2.0, HEIGHT / 2.0, "middle", "not measured");
            return;
        }
        var sizes = points.stream().mapToDouble(Point::x).sorted().distinct().toArray();
        var across = scale(panel.across().logarithmic(), sizes, LEFT, PANEL_WIDTH - RIGHT);
        var values = points.stream()
                .flatMapToDouble(point -> DoubleStream.of(point.y().least(), point.y().most()))
                .sorted()
                .toArray();
        var up = panel.up().logarithmic() ? scale(true, values, HEIGHT - BOTTOM, TOP)
                : new Scale(false, 0,
                        Math.max(1e-9, values[values.length - 1] * ROOM_ABOVE),
                        HEIGHT - BOTTOM, TOP);
        ticksUp(up).forEach(tick -> {
            var y = up.at(tick);
            add(svg, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n", LEFT,
                    PANEL_WIDTH - RIGHT, y, y);
            text(svg, "", LEFT - 6, y + 4, "end", label(tick));
        });
        ticksAcross(panel.across(), sizes).forEach(tick -> {
            add(svg, "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    across.at(tick), across.at(tick), HEIGHT - BOTTOM, HEIGHT - BOTTOM + 4);
            text(svg, "", across.at(tick), HEIGHT - BOTTOM + 18, "middle", label(tick));
        });
        add(svg, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n", LEFT,
                PANEL_WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM);
        text(svg, "", (LEFT + PANEL_WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle",
                panel.across().title());
        add(svg, "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(panel.up().title()));
        for (var i = 0; i < panel.lines().size(); i++) {
            line(svg, panel.lines().get(i), i, across, up);
            legend(svg, panel.lines().get(i), i);
        }
    }

    private static void line(StringBuilder svg, Line line, int number, Scale across, Scale up) {
        var style = number % 4;
        var path = new StringBuilder();
        for (var point : line.points()) {
            var x = across.at(point.x());
            add(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, up.at(point.y().median()));
            if (point.y().least() < point.y().most()) {
                add(svg, "<line class=\"spread s%d\" style=\"stroke-dasharray:none\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                        style, x, x, up.at(point.y().least()), up.at(point.y().most()));
            }
            add(svg, "<circle class=\"p%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %s</title></circle>%n",
                    style, x, up.at(point.y().median()), label(point.x()), point.y().text());
        }
        add(svg, "<path class=\"line s%d\" d=\"%s\"/>%n", style, path);
    }

    private static void legend(StringBuilder svg, Line line, int number) {
        var x = LEFT + number % 2 * 138;
        var y = 36 + number / 2 * 15;
        add(svg, "<path class=\"line s%d\" d=\"M%d %dh18\"/>%n", number % 4, x, y);
        text(svg, "", x + 23, y + 4, "start", line.label());
    }

    /** Over all values, which rise. */
    private static Scale scale(boolean logarithmic, double[] values, double begin, double end) {
        var most = values[values.length - 1];
        if (!logarithmic) {
            var room = Math.max(0.5, (most - values[0]) * 0.05);
            return new Scale(false, values[0] - room, most + room, begin, end);
        }
        var least = leastAboveZero(values);
        var from = values[0] <= 0 ? least / 10 : least;
        return from < most ? new Scale(true, from, most, begin, end)
                : new Scale(true, from / 2, from * 2, begin, end);
    }

    private static double leastAboveZero(double[] values) {
        return DoubleStream.of(values).filter(value -> value > 0).min().orElse(1);
    }

    private static List<Double> ticksUp(Scale scale) {
        return scale.logarithmic() ? decades(scale.from(), scale.to())
                : evenly(scale.to());
    }

    private static List<Double> ticksAcross(Axis axis, double[] sizes) {
        if (!axis.logarithmic()) {
            return DoubleStream.of(sizes).boxed().toList();
        }
        var ticks = new ArrayList<>(decades(leastAboveZero(sizes), sizes[sizes.length - 1]));
        if (sizes[0] <= 0) {
            ticks.addFirst(0.0);
        }
        return ticks;
    }

    /** 1, 10, 100 within; 2 and 5 of each as well where there would be fewer than two. */
    static List<Double> decades(double from, double to) {
        var tens = new ArrayList<Double>();
        var finer = new ArrayList<Double>();
        for (var ten = Math.floor(Math.log10(from)); ten <= Math.ceil(Math.log10(to)); ten++) {
            for (var times : new int[]{1, 2, 5}) {
                var tick = times * Math.pow(10, ten);
                if (tick >= from * 0.999 && tick <= to * 1.001) {
                    finer.add(tick);
                    if (times == 1) {
                        tens.add(tick);
                    }
                }
            }
        }
        return tens.size() >= 2 ? tens : finer.isEmpty() ? List.of(from) : finer;
    }

    /** From 0 on in steps of 1, 2 or 5 times a power of ten. */
    static List<Double> evenly(double to) {
        var power = Math.pow(10, Math.floor(Math.log10(to / MOST_TICKS)));
        var step = Stream.of(1, 2, 5, 10)
                .map(times -> times * power)
                .filter(size -> to / size <= MOST_TICKS)
                .findFirst()
                .orElse(10 * power);
        return DoubleStream.iterate(0, tick -> tick <= to, tick -> tick + step).boxed().toList();
    }

    /** Short: 0.25, 20, 1k, 64k, 1M. */
    static String label(double value) {
        if (value >= 1_000_000) {
            return trimmed(value / 1_000_000) + "M";
        }
        return value >= 1_000 ? trimmed(value / 1_000) + "k" : trimmed(value);
    }

    private static String trimmed(double value) {
        var text = String.format(Locale.ROOT, value < 0.1 ? "%.3f" : value < 10 ? "%.2f" : "%.1f",
                value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static void text(StringBuilder svg, String style, double x, double y, String anchor,
            String text) {
        add(svg, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", style,
                x, y, anchor, escaped(text));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a library we do not carry
    private static void add(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
