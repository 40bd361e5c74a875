package dev.gavel.server.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Names;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a {@code SubmitFrame} of the wire contract in place: a command's JSON is a slice of the
 * frame. Used again from frame to frame, by one thread at a time.
 */
final class CommandFrame {

    private static final int CLIENT = 1;
    private static final int ACKED_BELOW = 2;
    private static final int COMMANDS = 3;
    private static final int COMMAND_SEQ = 2;
    private static final int COMMAND_JSON = 3;
    private static final int COMMAND_USER = 5;

    private final Names names;
    private byte[] frame = {};
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int count;
    private String client = "";
    private long ackedBelow;

    private long seq;
    private String user = "";
    private Bytes json = Bytes.EMPTY;

    /** A reader that takes users from {@code names} if they are there already. */
    CommandFrame(Names names) {
        this.names = names;
    }

    /**
     * Reads a frame, forgetting the one before.
     *
     * @throws IOException if the bytes are no frame
     */
    void read(byte[] bytes) throws IOException {
        frame = bytes;
        count = 0;
        client = "";
        ackedBelow = 0;
        var in = CodedInputStream.newInstance(bytes);
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case CLIENT -> client = in.readStringRequireUtf8();
                case ACKED_BELOW -> ackedBelow = in.readUInt64();
                case COMMANDS -> {
                    var length = in.readRawVarint32();
                    note(in.getTotalBytesRead(), length);
                    in.skipRawBytes(length);
                }
                default -> in.skipField(tag);
            }
        }
    }

    private void note(int start, int length) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        starts[count] = start;
        lengths[count++] = length;
    }

    /** Number of commands. */
    int count() {
        return count;
    }

    /** The session as the client calls it. */
    String client() {
        return client;
    }

    /** Answers below this number are in the client's hands. */
    long ackedBelow() {
        return ackedBelow;
    }

    /**
     * Goes to a command; the three methods below then tell of it.
     *
     * @throws IOException if the bytes are no command
     */
    void goTo(int command) throws IOException {
        seq = 0;
        user = "";
        json = Bytes.EMPTY;
        var in = CodedInputStream.newInstance(frame, starts[command], lengths[command]);
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case COMMAND_SEQ -> seq = in.readUInt64();
                case COMMAND_JSON -> {
                    var length = in.readRawVarint32();
                    var from = starts[command] + in.getTotalBytesRead();
                    in.skipRawBytes(length);
                    json = Bytes.of(frame, from, length);
                }
                case COMMAND_USER -> {
                    var length = in.readRawVarint32();
                    var from = starts[command] + in.getTotalBytesRead();
                    in.skipRawBytes(length);
                    user = names.of(frame, from, length);
                }
                default -> in.skipField(tag);
            }
        }
    }

    /** Number of the command in the session; 0 if it has none. */
    long seq() {
        return seq;
    }

    /** The user who asks. */
    String user() {
        return user;
    }

    /** The command's JSON: a slice of the frame. */
    Bytes json() {
        return json;
    }
}
