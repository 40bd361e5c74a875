package dev.gavel.auction.state;

import dev.gavel.auction.model.Times;

/**
 * Which auction falls due when, in order of time and then of auction id. When the first one does is
 * kept at hand, since every command asks for it.
 */
final class Deadlines {

    /** None. */
    static final Deadlines EMPTY = new Deadlines(SortedTree.empty());

    private final SortedTree<Due, Due> all;
    private final long firstTime;
    private final long firstAuction;

    private Deadlines(SortedTree<Due, Due> all) {
        this.all = all;
        var first = all.firstKey();
        this.firstTime = first == null ? Times.NEVER : first.time;
        this.firstAuction = first == null ? 0 : first.auction;
    }

    /** When the first falls due; {@link Times#NEVER} if there is none. */
    long firstTime() {
        return firstTime;
    }

    /** Which auction that is; 0 if there is none. */
    long firstAuction() {
        return firstAuction;
    }

    /** These and one more. */
    Deadlines with(long time, long auction) {
        var due = new Due(time, auction);
        return new Deadlines(all.with(due, due));
    }

    /** These without that one. */
    Deadlines without(long time, long auction) {
        return new Deadlines(all.without(new Due(time, auction)));
    }

    /** Hands the ids of all that fall due at or before {@code time} to {@code visitor}, in order. */
    void visitUntil(long time, LongVisitor visitor) {
        all.visitWhile((due, same) -> {
            if (due.time > time) {
                return false;
            }
            visitor.visit(due.auction);
            return true;
        });
    }

    /** Told of an auction. */
    interface LongVisitor {

        /** Here is one. */
        void visit(long auction);
    }

    private record Due(long time, long auction) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return time != other.time ? Long.compare(time, other.time)
                    : Long.compare(auction, other.auction);
        }
    }
}
