package dev.gavel.client;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Frames as the bytes they are, on either side of a stream of commands. */
public final class FrameMarshaller implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] frame) {
        return new FrameStream(frame);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream instanceof KnownLength
                    ? stream.readNBytes(stream.available())
                    : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FrameStream extends ByteArrayInputStream
            implements
                KnownLength,
                Drainable {

        private FrameStream(byte[] frame) {
            super(frame);
        }

        @Override
        public synchronized int drainTo(OutputStream target) throws IOException {
            var left = available();
            target.write(buf, pos, left);
            pos += left;
            return left;
        }
    }
}
