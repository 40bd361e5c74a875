package dev.gavel.server.grpc;

import dev.gavel.client.WireBuffer;
import dev.gavel.raft.Bytes;
import dev.gavel.wire.v1.Disposition;

import java.nio.charset.StandardCharsets;

/**
 * Writes a {@code ReplyFrame} of the wire contract; used again from frame to frame, by one thread.
 */
final class OutcomeFrame {

    private static final int CLIENT = 1;
    private static final int OUTCOMES = 2;
    private static final int LEADER = 3;
    private static final int OUTCOME_SEQ = 2;
    private static final int OUTCOME_JSON = 3;
    private static final int OUTCOME_DISPOSITION = 4;
    private static final int OUTCOME_RETRY_AFTER = 5;

    private final WireBuffer out = new WireBuffer();
    private int count;

    void begin(String client) {
        out.clear();
        count = 0;
        text(CLIENT, client);
    }

    void add(long seq, Bytes json, Disposition disposition, long retryAfterMillis) {
        var kind = disposition.getNumber();
        out.head(OUTCOMES, WireBuffer.sizeOfNumber(seq) + WireBuffer.sizeOfBytes(json.length())
                + (kind == 0 ? 0 : WireBuffer.sizeOfNumber(kind))
                + (retryAfterMillis == 0 ? 0 : WireBuffer.sizeOfNumber(retryAfterMillis)));
        out.number(OUTCOME_SEQ, seq);
        out.bytes(OUTCOME_JSON, json.array(), json.offset(), json.length());
        if (kind != 0) {
            out.number(OUTCOME_DISPOSITION, kind);
        }
        if (retryAfterMillis != 0) {
            out.number(OUTCOME_RETRY_AFTER, retryAfterMillis);
        }
        count++;
    }

    /** Names the server to ask instead. */
    void leader(String address) {
        text(LEADER, address);
    }

    private void text(int field, String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.bytes(field, utf8, 0, utf8.length);
    }

    /** Length so far, in bytes. */
    int length() {
        return out.length();
    }

    /** Number of outcomes so far. */
    int count() {
        return count;
    }

    byte[] toBytes() {
        return out.toBytes();
    }
}
