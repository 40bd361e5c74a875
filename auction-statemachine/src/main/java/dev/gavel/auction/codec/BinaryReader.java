package dev.gavel.auction.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what {@link BinaryWriter} wrote. */
final class BinaryReader {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    BinaryReader(InputStream in) {
        this.in = in;
    }

    int tag() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++];
    }

    boolean flag() throws IOException {
        return switch (tag()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IOException("neither true nor false");
        };
    }

    long number() throws IOException {
        var rest = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            var next = tag();
            rest |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (rest >>> 1) ^ -(rest & 1);
            }
        }
        throw new IOException("a number does not end");
    }

    /** A number within bounds. */
    long number(long least, long most) throws IOException {
        var number = number();
        if (number < least || number > most) {
            throw new IOException(number + " is not between " + least + " and " + most);
        }
        return number;
    }

    int count(int most) throws IOException {
        return (int) number(0, most);
    }

    String text(int bytesMax) throws IOException {
        return new String(bytes(bytesMax), StandardCharsets.UTF_8);
    }

    /** Bytes with their length before them. */
    byte[] bytes(int bytesMax) throws IOException {
        var length = count(bytesMax);
        var bytes = new byte[length];
        for (var done = 0; done < length;) {
            if (at == end) {
                fill();
            }
            var part = Math.min(length - done, end - at);
            System.arraycopy(buffer, at, bytes, done, part);
            at += part;
            done += part;
        }
        return bytes;
    }

    private void fill() throws IOException {
        at = 0;
        end = in.read(buffer);
        if (end <= 0) {
            end = 0;
            throw new EOFException("the state ends too early");
        }
    }
}
