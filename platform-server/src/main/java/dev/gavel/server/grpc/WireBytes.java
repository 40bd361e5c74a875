package dev.gavel.server.grpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.gavel.raft.Bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Turns byte strings of protobuf into those of replication, and back, without a copy: neither
 * changes.
 */
final class WireBytes {

    private WireBytes() {}

    static ByteString of(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.offset(), bytes.length());
    }

    static Bytes of(ByteString bytes) {
        var grasp = new Grasp();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, grasp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return grasp.bytes();
    }

    /** Takes hold of the array behind a byte string, or gathers the pieces of a broken one. */
    private static final class Grasp extends ByteOutput {

        private Bytes whole = Bytes.EMPTY;
        private ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);
        private int parts;

        Bytes bytes() {
            return parts <= 1 ? whole : Bytes.of(pieces.toByteArray());
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            if (parts == 1) {
                pieces.write(whole.array(), whole.offset(), whole.length());
            }
            if (parts++ == 0) {
                whole = Bytes.of(value, offset, length);
            } else {
                pieces.write(value, offset, length);
            }
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            writeLazy(value.clone(), offset, length);
        }

        @Override
        public void write(byte value) {
            writeLazy(new byte[]{value}, 0, 1);
        }

        @Override
        public void write(ByteBuffer value) {
            writeLazy(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            var copy = new byte[value.remaining()];
            value.duplicate().get(copy);
            writeLazy(copy, 0, copy.length);
        }
    }
}
