package dev.gavel.auction.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A persistent list, addressed by index: a tree of arrays, 32 wide, and the newest entries in an array
 * of their own, the tail. Changing one entry copies one path. Appending copies nothing in nearly all
 * cases: the next free slot of the tail is taken by whoever appends first, and since no list looks
 * beyond its own size, all that share the array stay as they were. Who comes second, as a rehearsal
 * beside the real thing, copies the tail. Arrays are only as long as they need to be, so that a short
 * list is small.
 *
 * @param <V> its entries
 */
public final class PagedTable<V> {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final Object[] NOTHING = {};
    private static final PagedTable<?> EMPTY = new PagedTable<>(0, 0, NOTHING, NOTHING);
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final long size;
    private final int shift;
    /** Full pages: all entries before those in the tail. */
    private final Object[] root;
    /** At least one entry unless the list is empty; slots beyond its size may belong to others. */
    private final Object[] tail;

    private PagedTable(long size, int shift, Object[] root, Object[] tail) {
        this.size = size;
        this.shift = shift;
        this.root = root;
        this.tail = tail;
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

    /** Index of the first entry in the tail. */
    private long tailStart() {
        return size == 0 ? 0 : size - 1 & ~MASK;
    }

    /**
     * The entry at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    @SuppressWarnings("unchecked") // slots hold what append and with put there
    public V get(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        if (index >= tailStart()) {
            return (V) tail[(int) index & MASK];
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
        if (index >= tailStart()) {
            var changed = ownTail((int) (size - tailStart()), tail.length);
            changed[(int) index & MASK] = entry;
            return new PagedTable<>(size, shift, root, changed);
        }
        return new PagedTable<>(size, shift, set(root, shift, index, entry), tail);
    }

    /** This table with one more entry at its end. */
    public PagedTable<V> append(V entry) {
        var used = (int) (size - tailStart());
        if (used == WIDTH) {
            return withTailPushed(entry);
        }
        if (used < tail.length && SLOTS.compareAndSet(tail, used, null, entry)) {
            return new PagedTable<>(size + 1, shift, root, tail);
        }
        var grown = ownTail(used, used < tail.length ? tail.length : Math.max(1, 2 * used));
        grown[used] = entry;
        return new PagedTable<>(size + 1, shift, root, grown);
    }

    /** The entries in the tail in an array that nobody shares. */
    private Object[] ownTail(int used, int length) {
        var own = new Object[length];
        System.arraycopy(tail, 0, own, 0, used);
        return own;
    }

    /** The full tail becomes a page, and {@code entry} the first in the next. */
    private PagedTable<V> withTailPushed(V entry) {
        var next = new Object[WIDTH];
        next[0] = entry;
        var before = tailStart();
        if (before == 0) {
            return new PagedTable<>(size + 1, 0, tail, next);
        }
        if (before == 1L << (shift + BITS)) {
            var grown = new Object[]{root, path(shift, tail)};
            return new PagedTable<>(size + 1, shift + BITS, grown, next);
        }
        return new PagedTable<>(size + 1, shift, withPage(root, shift, before, tail), next);
    }

    private static Object[] withPage(Object[] node, int level, long index, Object[] page) {
        var slot = (int) (index >>> level) & MASK;
        var copy = Arrays.copyOf(node, Math.max(node.length, slot + 1));
        copy[slot] = level == BITS ? page
                : slot == node.length ? path(level - BITS, page)
                        : withPage((Object[]) node[slot], level - BITS, index, page);
        return copy;
    }

    private static Object[] path(int level, Object[] page) {
        var node = page;
        for (var l = 0; l < level; l += BITS) {
            node = new Object[]{node};
        }
        return node;
    }

    private static Object[] set(Object[] node, int level, long index, Object entry) {
        var slot = (int) (index >>> level) & MASK;
        var copy = node.clone();
        copy[slot] = level == 0 ? entry
                : set((Object[]) node[slot], level - BITS, index, entry);
        return copy;
    }

    /** Hands every entry to {@code action}, in order. */
    @SuppressWarnings("unchecked") // slots hold what append and with put there
    public void forEach(Consumer<? super V> action) {
        if (tailStart() > 0) {
            visit(root, shift, action);
        }
        for (var i = 0; i < size - tailStart(); i++) {
            action.accept((V) tail[i]);
        }
    }

    @SuppressWarnings("unchecked") // pages hold what append and with put there
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
