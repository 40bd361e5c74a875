package dev.gavel.lab.bench;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One measurement: what was set, what came out. Printed as a line of text or of JSON. */
final class Result {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    static Result of(String what) {
        return new Result().with("what", what);
    }

    Result with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** Counts and times of {@code counted} within {@code seconds}. */
    Result with(Load.Counted counted, double seconds) {
        return with("bidsPerSecond", Math.round(counted.accepted() / seconds))
                .with("accepted", counted.accepted())
                .with("refused", counted.refused())
                .with("exceptions", counted.exceptions())
                .with(counted.micros())
                .with("longestSilenceMillis",
                        millis(counted.longestSilence().toNanos() / 1_000.0));
    }

    private Result with(Histogram micros) {
        return with("p50Millis", millis((double) micros.getValueAtPercentile(50)))
                .with("p99Millis", millis((double) micros.getValueAtPercentile(99)))
                .with("p999Millis", millis((double) micros.getValueAtPercentile(99.9)))
                .with("maxMillis", millis((double) micros.getMaxValue()));
    }

    /** With three digits after the point. */
    static double millis(double micros) {
        return Math.round(micros) / 1000.0;
    }

    Object get(String name) {
        return fields.getOrDefault(name, "");
    }

    String json() {
        var text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value instanceof Number ? value.toString() : "\"" + value + "\""));
        return text.append('}').toString();
    }

    String text() {
        var text = new StringBuilder();
        fields.forEach((name, value) -> text.append(text.length() > 0 ? "  " : "")
                .append(name.equals("what") ? "" : name + " ")
                .append(value instanceof Long count ? String.format(Locale.ROOT, "%,d", count)
                        : value));
        return text.toString();
    }
}
