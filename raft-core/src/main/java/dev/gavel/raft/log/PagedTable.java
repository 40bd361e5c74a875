package dev.gavel.raft.log;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A sparse table by number. An unchanging copy of it can be taken at any moment, and that costs
 * nothing. Pages that were written since the last {@link #freeze} belong to the writer and are
 * changed in place. Older pages are copied when they are first touched. One thread writes; any
 * thread may read a frozen copy.
 *
 * @param <T> the values, themselves not changed once frozen
 */
final class PagedTable<T> {

    private static final int BITS = 6;
    private static final int WIDTH = 1 << BITS;

    private @Nullable Page root;
    private int height = 1;
    private long epoch = 1;

    /** The value at {@code number}, or null. */
    @SuppressWarnings("unchecked") // only put() fills the lowest pages, with T
    @Nullable
    T get(long number) {
        return (T) find(root, height, number);
    }

    /** Sets the value at {@code number}, which is not negative. */
    void put(long number, T value) {
        while (!fits(height, number)) {
            if (root != null) {
                var taller = new Page(epoch);
                taller.slots[0] = root;
                taller.used = 1;
                root = taller;
            }
            height++;
        }
        root = put(root, height, number, value);
    }

    /** Empties the place at {@code number}; pages left empty go too. */
    void remove(long number) {
        if (root != null && fits(height, number)) {
            root = remove(root, height, number);
        }
    }

    /** The table as it is now, for ever. */
    Frozen<T> freeze() {
        epoch++;
        return new Frozen<>(root, height);
    }

    private static boolean fits(int height, long number) {
        return height * BITS >= 63 || number >>> (height * BITS) == 0;
    }

    private static int slot(int level, long number) {
        return (int) (number >>> ((level - 1) * BITS)) & (WIDTH - 1);
    }

    private static @Nullable Object find(@Nullable Page root, int height, long number) {
        if (!fits(height, number)) {
            return null;
        }
        var page = root;
        for (var level = height; level > 1 && page != null; level--) {
            page = (Page) page.slots[slot(level, number)];
        }
        return page == null ? null : page.slots[slot(1, number)];
    }

    private Page put(@Nullable Page page, int level, long number, Object value) {
        var own = own(page);
        var at = slot(level, number);
        var before = own.slots[at];
        own.slots[at] = level == 1 ? value : put((Page) before, level - 1, number, value);
        if (before == null) {
            own.used++;
        }
        return own;
    }

    private @Nullable Page remove(Page page, int level, long number) {
        var at = slot(level, number);
        var before = page.slots[at];
        if (before == null) {
            return page;
        }
        var after = level == 1 ? null : remove((Page) before, level - 1, number);
        if (after == before) {
            return page;
        }
        var own = own(page);
        own.slots[at] = after;
        if (after == null) {
            own.used--;
        }
        return own.used == 0 ? null : own;
    }

    private Page own(@Nullable Page page) {
        if (page == null) {
            return new Page(epoch);
        }
        return page.epoch == epoch ? page : page.copy(epoch);
    }

    /** An unchanging copy. */
    static final class Frozen<T> {

        private final @Nullable Page root;
        private final int height;

        private Frozen(@Nullable Page root, int height) {
            this.root = root;
            this.height = height;
        }

        @SuppressWarnings("unchecked") // only put() fills the lowest pages, with T
        @Nullable
        T get(long number) {
            return (T) find(root, height, number);
        }

        /** Hands over all values in the order of their numbers. */
        void forEach(Consumer<T> visitor) {
            if (root != null) {
                walk(root, height, visitor);
            }
        }

        @SuppressWarnings("unchecked") // only put() fills the lowest pages, with T
        private void walk(Page page, int level, Consumer<T> visitor) {
            for (var slot : page.slots) {
                if (slot != null && level == 1) {
                    visitor.accept((T) slot);
                } else if (slot != null) {
                    walk((Page) slot, level - 1, visitor);
                }
            }
        }
    }

    private static final class Page {

        final long epoch;
        final @Nullable Object[] slots;
        int used;

        Page(long epoch) {
            this.epoch = epoch;
            this.slots = new @Nullable Object[WIDTH];
        }

        private Page(long epoch, Page from) {
            this.epoch = epoch;
            this.slots = from.slots.clone();
            this.used = from.used;
        }

        Page copy(long newEpoch) {
            return new Page(newEpoch, this);
        }
    }
}
