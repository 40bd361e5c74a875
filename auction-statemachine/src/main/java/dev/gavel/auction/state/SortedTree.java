package dev.gavel.auction.state;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * A persistent map in order of its keys: a balanced (AVL) tree. Finding, setting and removing one
 * key take time and copying in proportion to the logarithm of its size.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class SortedTree<K extends Comparable<K>, V> {

    private static final SortedTree<?, ?> EMPTY = new SortedTree<String, String>(null, 0);

    private final @Nullable Node<K, V> root;
    private final int size;

    private SortedTree(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** The empty map. */
    @SuppressWarnings("unchecked") // holds no key and no value of any type
    public static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return (SortedTree<K, V>) EMPTY;
    }

    /** Number of keys. */
    public int size() {
        return size;
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return root == null;
    }

    /** How many steps the farthest key is from the root. */
    int depth() {
        return height(root);
    }

    /** The value at {@code key}; null if there is none. */
    public @Nullable V get(K key) {
        var node = root;
        while (node != null) {
            var order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The greatest key at or below {@code key}; null if there is none. */
    public @Nullable K floorKey(K key) {
        var node = root;
        K floor = null;
        while (node != null) {
            var order = key.compareTo(node.key);
            if (order == 0) {
                return node.key;
            }
            if (order > 0) {
                floor = node.key;
            }
            node = order < 0 ? node.left : node.right;
        }
        return floor;
    }

    /** The least key; null if there is none. */
    public @Nullable K firstKey() {
        var node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return node == null ? null : node.key;
    }

    /** The greatest key; null if there is none. */
    public @Nullable K lastKey() {
        var node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node == null ? null : node.key;
    }

    /** Whether {@code key} is there. */
    public boolean has(K key) {
        return get(key) != null;
    }

    /** This map with {@code value} at {@code key}. */
    public SortedTree<K, V> with(K key, V value) {
        return new SortedTree<>(put(root, key, value), has(key) ? size : size + 1);
    }

    /** This map without {@code key}. */
    public SortedTree<K, V> without(K key) {
        return root == null || !has(key) ? this : new SortedTree<>(remove(root, key), size - 1);
    }

    /** Hands every key and value to {@code action}, in order of keys. */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        visitWhile((key, value) -> {
            action.accept(key, value);
            return true;
        });
    }

    /** Hands keys and values to {@code action}, in order of keys, until it says false. */
    public void visitWhile(BiPredicate<? super K, ? super V> action) {
        visit(root, action);
    }

    /** As {@link #visitWhile}, of keys above {@code key} only. */
    public void visitAbove(K key, BiPredicate<? super K, ? super V> action) {
        visitAbove(root, key, action);
    }

    private static <K extends Comparable<K>, V> boolean visitAbove(@Nullable Node<K, V> node,
            K key, BiPredicate<? super K, ? super V> action) {
        if (node == null) {
            return true;
        }
        if (node.key.compareTo(key) <= 0) {
            return visitAbove(node.right, key, action);
        }
        return visitAbove(node.left, key, action) && action.test(node.key, node.value)
                && visit(node.right, action);
    }

    private static <K, V> boolean visit(@Nullable Node<K, V> node,
            BiPredicate<? super K, ? super V> action) {
        return node == null || (visit(node.left, action) && action.test(node.key, node.value)
                && visit(node.right, action));
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key,
            V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        var order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(node.key, value, node.left, node.right);
        }
        return order < 0 ? balance(node, put(node.left, key, value), node.right)
                : balance(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        var order = key.compareTo(node.key);
        if (order < 0) {
            return balance(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balance(node, node.left, remove(node.right, key));
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
        return balance(next, node.left, remove(node.right, next.key));
    }

    private static <K, V> Node<K, V> balance(Node<K, V> at, @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {
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

    private static <K, V> Node<K, V> join(Node<K, V> at, @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {
        return new Node<>(at.key, at.value, left, right);
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static final class Node<K, V> {
        private final K key;
        private final V value;
        private final @Nullable Node<K, V> left;
        private final @Nullable Node<K, V> right;
        private final int height;

        private Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(SortedTree.height(left), SortedTree.height(right));
        }
    }
}
