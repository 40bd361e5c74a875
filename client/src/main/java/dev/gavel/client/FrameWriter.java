package dev.gavel.client;

import java.nio.charset.StandardCharsets;

/** Writes a {@code SubmitFrame} of the wire contract straight from the commands' bytes. */
final class FrameWriter {
    private static final int CLIENT = 1;
    private static final int ACKED_BELOW = 2;
    private static final int COMMANDS = 3;
    private static final int COMMAND_SEQ = 2;
    private static final int COMMAND_JSON = 3;
    private static final int COMMAND_USER = 5;

    private final WireBuffer out = new WireBuffer();
    private int commands;

    void begin(String client, long ackedBelow) {
        out.clear();
        commands = 0;
        var name = client.getBytes(StandardCharsets.UTF_8);
        out.bytes(CLIENT, name, 0, name.length);
        out.number(ACKED_BELOW, ackedBelow);
    }

    void add(long seq, byte[] user, byte[] json) {
        out.head(COMMANDS, WireBuffer.sizeOfNumber(seq) + WireBuffer.sizeOfBytes(json.length)
                + (user.length == 0 ? 0 : WireBuffer.sizeOfBytes(user.length)));
        out.number(COMMAND_SEQ, seq);
        out.bytes(COMMAND_JSON, json, 0, json.length);
        if (user.length > 0) {
            out.bytes(COMMAND_USER, user, 0, user.length);
        }
        commands++;
    }

    /** Bytes so far. */
    int length() {
        return out.length();
    }

    /** Commands so far. */
    int commands() {
        return commands;
    }

    byte[] toBytes() {
        return out.toBytes();
    }
}
