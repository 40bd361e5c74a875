package dev.gavel.auction.state;

import dev.gavel.auction.model.Times;
import org.jspecify.annotations.Nullable;

/**
 * Which auction falls due when, in order of time and then of auction id. A balanced (AVL) tree as
 * {@link SortedTree}, with numbers for keys, since a house may hold a million of them.
 */
final class Deadlines {

    /** None. */
    static final Deadlines EMPTY = new Deadlines(null);

    private final @Nullable Node root;
    private final long firstTime;
    private final long firstAuction;

    private Deadlines(@Nullable Node root) {
        this.root = root;
        var node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        this.firstTime = node == null ? Times.NEVER : node.time;
        this.firstAuction = node == null ? 0 : node.auction;
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
        return new Deadlines(put(root, time, auction));
    }

    /** These without that one. */
    Deadlines without(long time, long auction) {
        return new Deadlines(remove(root, time, auction));
    }

    /** Hands the ids of all that fall due at or before {@code time} to {@code visitor}, in order. */
    void visitUntil(long time, LongVisitor visitor) {
        visit(root, time, visitor);
    }

    private static void visit(@Nullable Node node, long until, LongVisitor visitor) {
        if (node == null) {
            return;
        }
        visit(node.left, until, visitor);
        if (node.time <= until) {
            visitor.visit(node.auction);
            visit(node.right, until, visitor);
        }
    }

    private static Node put(@Nullable Node node, long time, long auction) {
        if (node == null) {
            return new Node(time, auction, null, null);
        }
        var order = node.compareTo(time, auction);
        if (order == 0) {
            return node;
        }
        return order > 0 ? balance(node, put(node.left, time, auction), node.right)
                : balance(node, node.left, put(node.right, time, auction));
    }

    private static @Nullable Node remove(@Nullable Node node, long time, long auction) {
        if (node == null) {
            return null;
        }
        var order = node.compareTo(time, auction);
        if (order > 0) {
            return balance(node, remove(node.left, time, auction), node.right);
        }
        if (order < 0) {
            return balance(node, node.left, remove(node.right, time, auction));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        var next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balance(next, node.left, remove(node.right, next.time, next.auction));
    }

    private static Node balance(Node at, @Nullable Node left, @Nullable Node right) {
        if (left != null && height(left) > height(right) + 1) {
            if (left.right != null && height(left.right) > height(left.left)) {
                var pivot = left.right;
                return join(pivot, join(left, left.left, pivot.left),
                        join(at, pivot.right, right));
            }
            return join(left, left.left, join(at, left.right, right));
        }
        if (right != null && height(right) > height(left) + 1) {
            if (right.left != null && height(right.left) > height(right.right)) {
                var pivot = right.left;
                return join(pivot, join(at, left, pivot.left),
                        join(right, pivot.right, right.right));
            }
            return join(right, join(at, left, right.left), right.right);
        }
        return join(at, left, right);
    }

    private static Node join(Node at, @Nullable Node left, @Nullable Node right) {
        return new Node(at.time, at.auction, left, right);
    }

    private static int height(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    /** Told of an auction. */
    interface LongVisitor {

        /** Here is one. */
        void visit(long auction);
    }

    private static final class Node {
        private final long time;
        private final long auction;
        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int height;

        private Node(long time, long auction, @Nullable Node left, @Nullable Node right) {
            this.time = time;
            this.auction = auction;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(Deadlines.height(left), Deadlines.height(right));
        }

        private int compareTo(long otherTime, long otherAuction) {
            return time != otherTime ? Long.compare(time, otherTime)
                    : Long.compare(auction, otherAuction);
        }
    }
}
