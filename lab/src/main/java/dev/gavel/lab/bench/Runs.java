package dev.gavel.lab.bench;

import java.util.List;
import java.util.Locale;

/** The runs of one measure: the middle one, the least and the most. */
record Runs(double median, double least, double most) {

    /** Of at least one; between the two in the middle where their number is even. */
    static Runs of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        var median = sorted.size() % 2 == 1 ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Runs(median, sorted.getFirst(), sorted.getLast());
    }

    boolean overlaps(Runs other) {
        return least <= other.most && other.least <= most;
    }

    /** As a person reads it; the spread only where there is one. */
    String text() {
        return least == most ? number(median)
                : number(median) + " (" + number(least) + "–" + number(most) + ")";
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%,.3f", value);
    }
}
