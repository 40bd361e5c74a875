package dev.gavel.lab.bench;

import java.util.function.LongSupplier;

/** How far the report is, and how long it will take: reckoned at first, then from how it goes. */
final class Schedule {

    /** Of a run, besides what is measured: auctions to open, settling, the end. */
    private static final double SECONDS_AROUND = 3;
    private static final double SECONDS_TO_START = 12;
    /** A million auctions opened, a million bids made, on two cores. */
    private static final double SECONDS_TO_FILL = 60;

    private final int steps;
    private final double reckoned;
    private final LongSupplier nanoTime;
    private final long began;
    private int done;

    Schedule(int steps, double reckoned, LongSupplier nanoTime) {
        this.steps = steps;
        this.reckoned = reckoned;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /**
     * Of these parts.
     *
     * @param rates at how many rates watchers are told of bids
     */
    static Schedule of(ReportRun.Options options, int rates) {
        var steps = 0;
        var seconds = 0.0;
        for (var part : options.parts()) {
            var sizes = part.sizes(options.quick()).size();
            var houses = part.equals(Part.NODES) ? sizes : 1;
            var series = part.equals(Part.NODES) ? 2 : part.equals(Part.WATCHERS) ? rates : 1;
            steps += sizes * series * options.runs();
            seconds += houses * (SECONDS_TO_START + options.warmUp())
                    + sizes * series * options.runs() * (options.seconds() + SECONDS_AROUND);
            if (!options.quick()) {
                seconds += part.equals(Part.AUCTIONS) || part.equals(Part.RESTART) ? SECONDS_TO_FILL
                        : part.equals(Part.HISTORY) ? SECONDS_TO_FILL * options.runs() : 0;
            }
        }
        return new Schedule(steps, seconds, System::nanoTime);
    }

    synchronized void done() {
        done++;
    }

    /** Reckoned at the start, in seconds. */
    double seconds() {
        return reckoned;
    }

    /** Such as {@code 14 of 120 figures, some 12 min left}. */
    synchronized String text() {
        var spent = (nanoTime.getAsLong() - began) / 1e9;
        var share = (double) done / Math.max(1, steps);
        // the reckoning counts for less the more is done
        var whole = share > 0 ? share * spent / share + (1 - share) * Math.max(reckoned, spent)
                : Math.max(reckoned, spent);
        return done + " of " + steps + " figures, " + span(Math.max(0, whole - spent)) + " left";
    }

    static String span(double seconds) {
        return seconds < 90 ? "some " + Math.round(seconds) + " s"
                : "some " + Math.round(seconds / 60) + " min";
    }
}
