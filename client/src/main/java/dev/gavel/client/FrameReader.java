package dev.gavel.client;

import com.google.protobuf.CodedInputStream;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a {@code ReplyFrame} of the wire contract into numbers and places within it, without an object
 * for each outcome. Reused from frame to frame.
 */
final class FrameReader {

    /** As in the wire contract. */
    static final int ANSWERED = 0;
    static final int BUSY = 1;
    static final int NOT_LEADER = 2;
    static final int UNKNOWN = 3;

    private static final int FRAME_OUTCOMES = 2 << 3 | 2;
    private static final int FRAME_LEADER = 3 << 3 | 2;
    private static final int OUTCOME_SEQ = 2 << 3;
    private static final int OUTCOME_JSON = 3 << 3 | 2;
    private static final int OUTCOME_DISPOSITION = 4 << 3;
    private static final int OUTCOME_RETRY_AFTER = 5 << 3;

    private int count;
    private long[] seqs = new long[64];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private int[] dispositions = new int[64];
    private int[] retryAfterMillis = new int[64];
    private @Nullable String leader;

    /**
     * Reads a frame, forgetting the one before.
     *
     * @throws IOException if the bytes are no frame
     */
    void read(byte[] frame) throws IOException {
        count = 0;
        leader = null;
        var in = CodedInputStream.newInstance(frame);
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case FRAME_OUTCOMES -> readOutcome(in);
                case FRAME_LEADER -> leader = in.readString();
                default -> in.skipField(tag);
            }
        }
    }

    private void readOutcome(CodedInputStream in) throws IOException {
        if (count == seqs.length) {
            grow();
        }
        seqs[count] = 0;
        offsets[count] = 0;
        lengths[count] = 0;
        dispositions[count] = ANSWERED;
        retryAfterMillis[count] = 0;
        var limit = in.pushLimit(in.readRawVarint32());
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case OUTCOME_SEQ -> seqs[count] = in.readUInt64();
                case OUTCOME_JSON -> {
                    lengths[count] = in.readRawVarint32();
                    offsets[count] = in.getTotalBytesRead();
                    in.skipRawBytes(lengths[count]);
                }
                case OUTCOME_DISPOSITION -> dispositions[count] = in.readEnum();
                case OUTCOME_RETRY_AFTER -> retryAfterMillis[count] = in.readUInt32();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        count++;
    }

    private void grow() {
        var more = 2 * seqs.length;
        seqs = Arrays.copyOf(seqs, more);
        offsets = Arrays.copyOf(offsets, more);
        lengths = Arrays.copyOf(lengths, more);
        dispositions = Arrays.copyOf(dispositions, more);
        retryAfterMillis = Arrays.copyOf(retryAfterMillis, more);
    }

    /** Number of outcomes. */
    int count() {
        return count;
    }

    long seq(int outcome) {
        return seqs[outcome];
    }

    /** Where the outcome's JSON begins in the frame. */
    int offset(int outcome) {
        return offsets[outcome];
    }

    int length(int outcome) {
        return lengths[outcome];
    }

    int disposition(int outcome) {
        return dispositions[outcome];
    }

    int retryAfterMillis(int outcome) {
        return retryAfterMillis[outcome];
    }

    /** Whom the server names as leader; empty where it names nobody. */
    @Nullable
    String leader() {
        return leader;
    }
}
