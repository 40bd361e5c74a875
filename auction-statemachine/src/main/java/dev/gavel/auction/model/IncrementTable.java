package dev.gavel.auction.model;

import java.util.List;

/** By how much the next bid must at least change the price, looked up by the price. */
public sealed interface IncrementTable {

    /** One minor unit: any better bid will do. */
    IncrementTable UNIT = fixed(1);

    /** The same step at every price. */
    static IncrementTable fixed(long step) {
        return new Bands(List.of(new Band(0, step)));
    }

    /** The step at {@code price}, in minor units, at least 1. */
    long step(long price);

    /** The largest amount of the ladder counted from {@code start} that is at most {@code amount}. */
    long ladderAtOrBelow(long start, long amount);

    /** The least amount of that ladder that is at least {@code amount}. */
    default long ladderAtOrAbove(long start, long amount) {
        if (amount <= start) {
            return start;
        }
        var below = ladderAtOrBelow(start, amount);
        return below == amount ? amount : below + step(below);
    }

    /**
     * The least amount of the ladder that falls from {@code start}, each rung lower by the step at it,
     * that is at least {@code amount}.
     */
    default long fallAtOrAbove(long start, long amount) {
        var rung = start;
        while (rung - step(rung) >= amount) {
            var step = step(rung);
            var stepHolds = (rung - Math.max(amount, stepFrom(rung))) / step;
            rung -= Math.max(1, stepHolds) * step;
        }
        return rung;
    }

    /** The largest amount of that falling ladder that is at most {@code amount}. */
    default long fallAtOrBelow(long start, long amount) {
        if (amount >= start) {
            return start;
        }
        var above = fallAtOrAbove(start, amount);
        return above == amount ? amount : above - step(above);
    }

    /** The lowest price known to have the same step as {@code price}. */
    long stepFrom(long price);

    /**
     * From {@code from} on the step is {@code step}.
     *
     * @param from price in minor units, not negative
     * @param step in minor units, at least 1
     */
    record Band(long from, long step) {

        /**
         * @throws IllegalArgumentException if {@code from} or {@code step} is out of range
         */
        public Band {
            if (from < 0 || from > Limits.AMOUNT_MAX || step < 1 || step > Limits.AMOUNT_MAX) {
                throw new IllegalArgumentException("band out of range");
            }
        }
    }

    /**
     * Bands are half-open: with {@code [0, 100.00)} stepping by 5.00 and {@code [100.00, …)} by
     * 10.00, 95.00 is followed by 100.00 and 100.00 by 110.00. Under the first band its step holds.
     *
     * @param bands at least one, rising by {@code from}
     */
    record Bands(List<Band> bands) implements IncrementTable {

        /**
         * @throws IllegalArgumentException if there is no band or they do not rise
         */
        public Bands {
            bands = List.copyOf(bands);
            if (bands.isEmpty()) {
                throw new IllegalArgumentException("no band");
            }
            for (var i = 1; i < bands.size(); i++) {
                if (bands.get(i).from <= bands.get(i - 1).from) {
                    throw new IllegalArgumentException("bands must rise");
                }
            }
        }

        /** Whether the step is the same at every price, and given as that. */
        public boolean isFixed() {
            return bands.size() == 1 && bands.getFirst().from == 0;
        }

        @Override
        public long step(long price) {
            return bands.get(bandOf(price)).step;
        }

        @Override
        public long stepFrom(long price) {
            var band = bandOf(price);
            return band == 0 ? 0 : bands.get(band).from;
        }

        private int bandOf(long price) {
            var i = bands.size() - 1;
            while (i > 0 && bands.get(i).from > price) {
                i--;
            }
            return i;
        }

        @Override
        public long ladderAtOrBelow(long start, long amount) {
            var rung = start;
            var i = bandOf(start);
            while (true) {
                var step = bands.get(i).step;
                var last = i + 1 == bands.size();
                if (last || amount < bands.get(i + 1).from) {
                    return rung + (amount - rung) / step * step;
                }
                var next = bands.get(i + 1).from;
                var rungs = Math.ceilDiv(next - rung, step);
                if (rung + rungs * step > amount) {
                    return rung + (rungs - 1) * step;
                }
                rung += rungs * step;
                i = bandOf(rung);
            }
        }
    }

    /**
     * A share of the price, rounded down, at least one minor unit: 5 percent of 9.99 is 0.49.
     *
     * @param percent 1 to 100
     */
    record Percent(int percent) implements IncrementTable {

        /**
         * @throws IllegalArgumentException if {@code percent} is out of range
         */
        public Percent {
            if (percent < 1 || percent > Limits.PERCENT_MAX) {
                throw new IllegalArgumentException("percent out of range");
            }
        }

        @Override
        public long step(long price) {
            return Math.max(1, price * percent / 100);
        }

        @Override
        public long stepFrom(long price) {
            return price;
        }

        @Override
        public long ladderAtOrBelow(long start, long amount) {
            var rung = start;
            while (true) {
                var next = rung + step(rung);
                if (next > amount) {
                    return rung;
                }
                rung = next;
            }
        }
    }
}
