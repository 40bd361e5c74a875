package dev.gavel.auction.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * A persistent map from text, for look-ups only: it cannot be walked, so no outcome can depend on
 * the order of hashes. A trie over the text's hash, 32 wide; texts with equal hashes are chained.
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
            for (var entry = (Entry) slot; entry != null; entry = entry.next) {
                if (entry.key.equals(key)) {
                    return (V) entry.value;
                }
            }
            return null;
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
            slots[at] = new Entry(key, value, null);
            System.arraycopy(node.slots, at, slots, at + 1, node.slots.length - at);
            return new Node(node.bitmap | bit, slots);
        }
        var slots = Arrays.copyOf(node.slots, node.slots.length);
        slots[at] = switch (node.slots[at]) {
            case Node deeper -> put(deeper, shift + BITS, hash, key, value);
            case Entry entry -> spread(entry.key) == hash ? chain(entry, key, value)
                    : put(push(entry, shift + BITS), shift + BITS, hash, key, value);
            default -> throw new IllegalStateException("neither node nor entry");
        };
        return new Node(node.bitmap, slots);
    }

    private static Node push(Entry entry, int shift) {
        return new Node(1 << ((spread(entry.key) >>> shift) & MASK), new Object[]{entry});
    }

    private static Entry chain(Entry chain, String key, Object value) {
        Entry rest = null;
        for (var entry = chain; entry != null; entry = entry.next) {
            if (!entry.key.equals(key)) {
                rest = new Entry(entry.key, entry.value, rest);
            }
        }
        return new Entry(key, value, rest);
    }

    /** Which of 32 slots are taken, and what is in them: nodes and entries. */
    private static final class Node {
        private final int bitmap;
        private final Object[] slots;

        private Node(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }
    }

    private record Entry(String key, Object value, @Nullable Entry next) {}
}
