package dev.gavel.raft.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A section of unknown length within a stream. It is a row of blocks, each behind its length, and
 * an empty block ends it. So a reader that reads ahead cannot run into the next section.
 */
final class Blocks {

    private static final int BLOCK = 1 << 16;

    private Blocks() {}

    /** Collects a section; {@link #close} ends it and leaves the stream below open. */
    static final class Writer extends OutputStream {

        private final DataOutputStream below;
        private final byte[] block = new byte[BLOCK];
        private int used;

        Writer(DataOutputStream below) {
            this.below = below;
        }

        @Override
        public void write(int value) throws IOException {
            if (used == BLOCK) {
                flushBlock();
            }
            block[used++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var done = 0; done < length;) {
                if (used == BLOCK) {
                    flushBlock();
                }
                var part = Math.min(length - done, BLOCK - used);
                System.arraycopy(bytes, offset + done, block, used, part);
                used += part;
                done += part;
            }
        }

        @Override
        public void close() throws IOException {
            flushBlock();
            below.writeInt(0);
        }

        private void flushBlock() throws IOException {
            if (used > 0) {
                below.writeInt(used);
                below.write(block, 0, used);
                used = 0;
            }
        }
    }

    /** Hands out a section; {@link #close} reads its rest. */
    static final class Reader extends InputStream {

        private final DataInputStream below;
        private byte[] block = new byte[0];
        private int at;
        private boolean ended;

        Reader(DataInputStream below) {
            this.below = below;
        }

        @Override
        public int read() throws IOException {
            return fill() ? block[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            var part = Math.min(length, block.length - at);
            System.arraycopy(block, at, bytes, offset, part);
            at += part;
            return part;
        }

        @Override
        public void close() throws IOException {
            while (fill()) {
                at = block.length;
            }
        }

        private boolean fill() throws IOException {
            if (!ended && at == block.length) {
                var length = below.readInt();
                if (length < 0 || length > BLOCK) {
                    throw new IOException("damaged: a block of " + length + " bytes");
                }
                ended = length == 0;
                block = new byte[length];
                below.readFully(block);
                at = 0;
            }
            return !ended;
        }
    }
}
