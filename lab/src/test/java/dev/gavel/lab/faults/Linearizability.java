package dev.gavel.lab.faults;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides whether a history of bids and reads on one English auction with a unit increment is
 * linearizable: whether there is one order of all operations, each at a moment between its start and
 * its end, that the auction's rule explains. The search is Wing and Gong's with Lowe's memory of
 * configurations seen; an operation whose outcome nobody learnt may have happened at any time after
 * its start, or not at all.
 */
final class Linearizability {

    /** Never ended, as far as anybody knows. */
    static final long OPEN = Long.MAX_VALUE;

    private Linearizability() {}

    /** What somebody did and learnt. Times are of one clock. */
    sealed interface Operation {

        long startNanos();

        long endNanos();

        /**
         * A bid.
         *
         * @param accepted whether it became the price; empty when unknown
         */
        record Bid(long startNanos, long endNanos, long amount, Optional<Boolean> accepted)
                implements
                    Operation {}

        /**
         * A look at the price.
         *
         * @param price what was seen; empty while there was no bid
         */
        record Look(long startNanos, long endNanos, OptionalLong price) implements Operation {}
    }

    /** Whether some order explains all of {@code history}. */
    static boolean holds(List<Operation> history) {
        var sorted = new ArrayList<>(history);
        sorted.sort((a, b) -> Long.compare(a.startNanos(), b.startNanos()));
        return new Search(sorted).run();
    }

    private static final class Search {

        private final List<Operation> operations;
        private final Set<Configuration> seen = new HashSet<>();

        private record Configuration(BitSet done, long price) {}

        private record Step(int operation, long priceBefore, int resumeAt) {}

        Search(List<Operation> operations) {
            this.operations = operations;
        }

        boolean run() {
            var done = new BitSet(operations.size());
            var steps = new ArrayList<Step>();
            var price = 0L;
            var next = 0;
            while (!finished(done)) {
                var chosen = choose(done, price, next);
                if (chosen >= 0) {
                    steps.add(new Step(chosen, price, chosen + 1));
                    price = after(operations.get(chosen), price);
                    done.set(chosen);
                    next = 0;
                } else if (steps.isEmpty()) {
                    return false;
                } else {
                    var back = steps.remove(steps.size() - 1);
                    done.clear(back.operation());
                    price = back.priceBefore();
                    next = back.resumeAt();
                }
            }
            return true;
        }

        /** All that is known to have ended has its place; what is unknown need not have one. */
        private boolean finished(BitSet done) {
            for (var i = done.nextClearBit(0); i < operations.size(); i = done
                    .nextClearBit(i + 1)) {
                if (operations.get(i).endNanos() != OPEN) {
                    return false;
                }
            }
            return true;
        }

        private int choose(BitSet done, long price, int from) {
            var earliestEnd = OPEN;
            for (var i = done.nextClearBit(0); i < operations.size(); i = done
                    .nextClearBit(i + 1)) {
                if (operations.get(i).startNanos() > earliestEnd) {
                    break;
                }
                earliestEnd = Math.min(earliestEnd, operations.get(i).endNanos());
            }
            for (var i = done.nextClearBit(from); i < operations.size(); i = done
                    .nextClearBit(i + 1)) {
                var operation = operations.get(i);
                if (operation.startNanos() > earliestEnd) {
                    return -1;
                }
                if (explains(operation, price)) {
                    done.set(i);
                    var fresh = seen.add(
                            new Configuration((BitSet) done.clone(), after(operation, price)));
                    done.clear(i);
                    if (fresh) {
                        return i;
                    }
                }
            }
            return -1;
        }

        private static boolean explains(Operation operation, long price) {
            return switch (operation) {
                case Operation.Bid bid -> bid.accepted().isEmpty()
                        || bid.accepted().get() == (bid.amount() > price);
                case Operation.Look look -> look.price().orElse(0) == price;
            };
        }

        private static long after(Operation operation, long price) {
            return operation instanceof Operation.Bid bid ? Math.max(price, bid.amount()) : price;
        }
    }
}
