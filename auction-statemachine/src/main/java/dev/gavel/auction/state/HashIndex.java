package dev.gavel.auction.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * A persistent map from text, for look-ups only: it cannot be walked, so no outcome can depend on
 * the order of hashes. A trie over the text's hash, 32 wide. Texts with equal hashes, which anybody can
 * choose names by, are in a balanced tree of their own: then too the cost is a logarithm.
 *
 * @param <V> what is found
 */
public final class HashIndex<V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final HashIndex<?> EMPTY = new HashIndex<>(new Node(0, new Object[0]));

    private final Node root;

    private HashIndex(Node root) {
        this.root = root;
    }

    /** The empty index. */
    @SuppressWarnings("unchecked") // holds no value of any type
    public static <V> HashIndex<V> empty() {
        return (HashIndex<V>) EMPTY;
    }

    /** What {@code key} leads to; empty if nothing. */
    public Optional<V> find(String key) {
        return Optional.ofNullable(findOrNull(key));
    }

    /** As {@link #find}, with null for nothing; for the path that every bid takes. */
    @SuppressWarnings("unchecked") // entries hold what with put there
    public @Nullable V findOrNull(String key) {
        var hash = spread(key);
        var node = root;
        for (var shift = 0;; shift += BITS) {
            var bit = 1 << ((hash >>> shift) & MASK);
            if ((node.bitmap & bit) == 0) {
                return null;
            }
            var slot = node.slots[Integer.bitCount(node.bitmap & (bit - 1))];
            if (slot instanceof Node deeper) {
                node = deeper;
                continue;
            }
            return (V) switch (slot) {
                case Entry entry -> entry.key.equals(key) ? entry.value : null;
                case Bucket bucket -> bucket.entries.get(key);
                default -> throw unknown(slot);
            };
        }
    }

    /** This index with {@code key} leading to {@code value}. */
    public HashIndex<V> with(String key, V value) {
        return new HashIndex<>(put(root, 0, spread(key), key, value));
    }

    private static int spread(String key) {
        var hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }

    private static Node put(Node node, int shift, int hash, String key, Object value) {
        var bit = 1 << ((hash >>> shift) & MASK);
        var at = Integer.bitCount(node.bitmap & (bit - 1));
        if ((node.bitmap & bit) == 0) {
            var slots = new Object[node.slots.length + 1];
            System.arraycopy(node.slots, 0, slots, 0, at);
            slots[at] = new Entry(key, value);
            System.arraycopy(node.slots, at, slots, at + 1, node.slots.length - at);
            return new Node(node.bitmap | bit, slots);
        }
        var slots = Arrays.copyOf(node.slots, node.slots.length);
        slots[at] = changed(node.slots[at], shift + BITS, hash, key, value);
        return new Node(node.bitmap, slots);
    }

    private static Object changed(Object slot, int shift, int hash, String key, Object value) {
        return switch (slot) {
            case Node deeper -> put(deeper, shift, hash, key, value);
            case Entry entry when entry.key.equals(key) -> new Entry(key, value);
            case Entry entry when spread(entry.key) == hash -> new Bucket(hash,
                    SortedTree.<String, Object>empty()
                            .with(entry.key, entry.value)
                            .with(key, value));
            case Entry entry ->
                put(push(entry, spread(entry.key), shift), shift, hash, key, value);
            case Bucket bucket when bucket.hash == hash ->
                new Bucket(hash, bucket.entries.with(key, value));
            case Bucket bucket ->
                put(push(bucket, bucket.hash, shift), shift, hash, key, value);
            default -> throw unknown(slot);
        };
    }

    private static Node push(Object slot, int hash, int shift) {
        return new Node(1 << ((hash >>> shift) & MASK), new Object[]{slot});
    }

    private static IllegalStateException unknown(Object slot) {
        return new IllegalStateException("neither node, entry nor bucket: " + slot);
    }

    /** Which of 32 slots are taken, and what is in them: nodes, entries and buckets. */
    private static final class Node {
        private final int bitmap;
        private final Object[] slots;

        private Node(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }
    }

    private record Entry(String key, Object value) {}

    /** All whose hash is this one. */
    private record Bucket(int hash, SortedTree<String, Object> entries) {}
}
