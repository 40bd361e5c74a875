package dev.gavel.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a {@code SubmitFrame} of the wire contract straight from the commands' bytes: at full load
 * the messages and builders in between would be most of a client's garbage.
 */
final class FrameWriter {
    private static final int CLIENT = 1 << 3 | 2;
    private static final int ACKED_BELOW = 2 << 3;
    private static final int COMMANDS = 3 << 3 | 2;
    private static final int COMMAND_SEQ = 2 << 3;
    private static final int COMMAND_JSON = 3 << 3 | 2;
    private static final int COMMAND_USER = 5 << 3 | 2;

    private byte[] array = new byte[1_024];
    private int length;
    private int commands;

    void begin(String client, long ackedBelow) {
        length = 0;
        commands = 0;
        var name = client.getBytes(StandardCharsets.UTF_8);
        ensure(name.length + 32);
        bytes(CLIENT, name);
        array[length++] = ACKED_BELOW;
        varint(ackedBelow);
    }

    void add(long seq, byte[] user, byte[] json) {
        var size = 1 + sizeOf(seq) + 1 + sizeOf(json.length) + json.length
                + (user.length == 0 ? 0 : 1 + sizeOf(user.length) + user.length);
        ensure(size + 8);
        array[length++] = COMMANDS;
        varint(size);
        array[length++] = COMMAND_SEQ;
        varint(seq);
        bytes(COMMAND_JSON, json);
        if (user.length > 0) {
            bytes(COMMAND_USER, user);
        }
        commands++;
    }

    /** Bytes so far. */
    int length() {
        return length;
    }

    /** Commands so far. */
    int commands() {
        return commands;
    }

    byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    private void bytes(int tag, byte[] value) {
        array[length++] = (byte) tag;
        varint(value.length);
        System.arraycopy(value, 0, array, length, value.length);
        length += value.length;
    }

    private void varint(long value) {
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
    }

    private static int sizeOf(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }
}
