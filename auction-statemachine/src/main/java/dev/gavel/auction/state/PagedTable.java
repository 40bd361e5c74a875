package dev.gavel.auction.state;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A persistent list, addressed by index: a tree of arrays, 32 wide. Changing or appending one entry
 * copies one path; the arrays at the right edge are only as long as they need to be, so that a short
 * list is small.
 *
 * @param <V> its entries
 */
public final class PagedTable<V> {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final PagedTable<?> EMPTY = new PagedTable<>(0, 0, new Object[0]);

    private final long size;
    private final int shift;
    private final Object[] root;

    private PagedTable(long size, int shift, Object[] root) {
        this.size = size;
        this.shift = shift;
        this.root = root;
    }

    /** The empty table. */
    @SuppressWarnings("unchecked") // holds no entry of any type
    public static <V> PagedTable<V> empty() {
        return (PagedTable<V>) EMPTY;
    }

    /** Number of entries. */
    public long size() {
        return size;
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The entry at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    @SuppressWarnings("unchecked") // leaves hold what append and with put there
    public V get(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        var node = root;
        for (var level = shift; level > 0; level -= BITS) {
            node = (Object[]) node[(int) (index >>> level) & MASK];
        }
        return (V) node[(int) index & MASK];
    }

    /**
     * This table with another entry at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public PagedTable<V> with(long index, V entry) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return new PagedTable<>(size, shift, set(root, shift, index, entry));
    }

    /** This table with one more entry at its end. */
    public PagedTable<V> append(V entry) {
        if (size == 1L << (shift + BITS)) {
            var grown = new Object[]{root, path(shift, entry)};
            return new PagedTable<>(size + 1, shift + BITS, grown);
        }
        return new PagedTable<>(size + 1, shift, set(root, shift, size, entry));
    }

    private static Object[] set(Object[] node, int level, long index, Object entry) {
        var slot = (int) (index >>> level) & MASK;
        var copy = Arrays.copyOf(node, Math.max(node.length, slot + 1));
        if (level == 0) {
            copy[slot] = entry;
        } else if (slot == node.length) {
            copy[slot] = path(level - BITS, entry);
        } else {
            copy[slot] = set((Object[]) node[slot], level - BITS, index, entry);
        }
        return copy;
    }

    private static Object[] path(int level, Object entry) {
        var node = new Object[]{entry};
        for (var l = 0; l < level; l += BITS) {
            node = new Object[]{node};
        }
        return node;
    }

    /** Hands every entry to {@code action}, in order. */
    public void forEach(Consumer<? super V> action) {
        visit(root, shift, action);
    }

    @SuppressWarnings("unchecked") // leaves hold what append and with put there
    private void visit(Object[] node, int level, Consumer<? super V> action) {
        for (var slot : node) {
            if (level == 0) {
                action.accept((V) slot);
            } else {
                visit((Object[]) slot, level - BITS, action);
            }
        }
    }
}
