package dev.gavel.raft.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Keys whose answers were dropped before their time. A command that comes with one of them is
 * refused. They are kept in a Bloom filter for each twelve hours of log time, of which the newest
 * three are kept. So a new key is now and then taken for a forgotten one, but a forgotten one never
 * for new.
 */
final class ForgottenKeys {

    private static final long SPAN_MILLIS = Duration.ofHours(12).toMillis();
    /** Enough spans for a day, whenever in its span a key was dropped. */
    private static final int SPANS = 3;
    /**
     * Blocks of a span, sixteen megabytes in all. If ten million keys were dropped, one new key in
     * a hundred is refused.
     */
    private static final int BLOCKS = 1 << 18;
    private static final int WORDS = 8;
    private static final int BITS_OF_KEY = 6;
    private static final int BITS = 9;

    private final ArrayDeque<Span> spans = new ArrayDeque<>();

    private record Span(long number, PagedTable<Block> blocks) {}

    /** One block of a span. All bits of a key are in one block, and a block is never changed. */
    private static final class Block {

        private final int number;
        private final long[] words;

        Block(int number, long[] words) {
            this.number = number;
            this.words = words;
        }
    }

    /** Lets time pass. */
    void expire(long nowMillis) {
        while (!spans.isEmpty()
                && Math.floorDiv(nowMillis, SPAN_MILLIS) - spans.peekFirst().number() >= SPANS) {
            spans.removeFirst();
        }
    }

    /** Notes that a key is dropped at this time. */
    void add(long high, long low, long nowMillis) {
        var number = Math.floorDiv(nowMillis, SPAN_MILLIS);
        if (spans.isEmpty() || spans.peekLast().number() < number) {
            spans.addLast(new Span(number, new PagedTable<>()));
        }
        var blocks = spans.peekLast().blocks();
        var block = block(high);
        var before = blocks.get(block);
        var words = before == null ? new long[WORDS] : before.words.clone();
        for (var n = 0; n < BITS_OF_KEY; n++) {
            words[word(low, n)] |= bit(low, n);
        }
        blocks.put(block, new Block(block, words));
    }

    /** Whether a key may have been dropped. */
    boolean mayHold(long high, long low) {
        for (var span : spans) {
            var block = span.blocks().get(block(high));
            if (block != null && holds(block.words, low)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(long[] words, long low) {
        for (var n = 0; n < BITS_OF_KEY; n++) {
            if ((words[word(low, n)] & bit(low, n)) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int block(long high) {
        return (int) (high >>> 32) & (BLOCKS - 1);
    }

    private static int word(long low, int n) {
        return (int) (low >>> (n * BITS)) & (WORDS - 1);
    }

    private static long bit(long low, int n) {
        return 1L << (int) ((low >>> (n * BITS + 3)) & (Long.SIZE - 1));
    }

    Frozen freeze() {
        return new Frozen(spans.stream()
                .map(span -> new FrozenSpan(span.number(), span.blocks().freeze()))
                .toList());
    }

    /** Reads the bytes that {@link Frozen#save} wrote. */
    void load(DataInputStream in) throws IOException {
        for (var left = in.readInt(); left > 0; left--) {
            var span = new Span(in.readLong(), new PagedTable<>());
            for (var blocks = in.readInt(); blocks > 0; blocks--) {
                var block = new Block(in.readInt(), new long[WORDS]);
                if (block.number < 0 || block.number >= BLOCKS) {
                    throw new IOException("damaged: a block of forgotten keys cannot be read");
                }
                for (var word = 0; word < WORDS; word++) {
                    block.words[word] = in.readLong();
                }
                span.blocks().put(block.number, block);
            }
            spans.addLast(span);
        }
    }

    private record FrozenSpan(long number, PagedTable.Frozen<Block> blocks) {}

    /** The forgotten keys at one moment. */
    record Frozen(List<FrozenSpan> spans) {

        boolean isEmpty() {
            return spans.isEmpty();
        }

        void save(DataOutputStream out) throws IOException {
            out.writeInt(spans.size());
            for (var span : spans) {
                out.writeLong(span.number());
                var count = new int[1];
                span.blocks().forEach(block -> count[0]++);
                out.writeInt(count[0]);
                span.blocks().forEach(block -> save(block, out));
            }
        }

        private static void save(Block block, DataOutputStream out) {
            try {
                out.writeInt(block.number);
                for (var word : block.words) {
                    out.writeLong(word);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
