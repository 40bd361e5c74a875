package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteOutput;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Turns byte strings of Ratis into those of replication, and back, without a copy: neither changes.
 */
final class RatisBytes {

    private RatisBytes() {}

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
        return grasp.length == bytes.size() ? Bytes.of(grasp.array, grasp.offset, grasp.length)
                : Bytes.of(bytes.toByteArray());
    }

    /**
     * Takes hold of the array behind a byte string; if the string is in pieces, only of the last
     * piece.
     */
    private static final class Grasp extends ByteOutput {

        private byte[] array = {};
        private int offset;
        private int length;

        @Override
        public void writeLazy(byte[] value, int from, int count) {
            array = value;
            offset = from;
            length = count;
        }

        @Override
        public void write(byte[] value, int from, int count) {
            length = -1;
        }

        @Override
        public void write(byte value) {
            length = -1;
        }

        @Override
        public void write(ByteBuffer value) {
            length = -1;
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            length = -1;
        }
    }
}
