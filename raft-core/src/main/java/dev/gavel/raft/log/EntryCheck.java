package dev.gavel.raft.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.RequestId;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whether bytes are an entry that every replica can apply. The leader asks before it logs an
 * entry, and followers ask before they store one. It reads the same bytes as {@link EnvelopeCodec},
 * and builds no objects from them.
 */
public final class EntryCheck {

    /** Length of the running digest. */
    private static final int DIGEST_BYTES = 32;

    private EntryCheck() {}

    /**
     * What is wrong with {@code stored}; empty if nothing is.
     *
     * @param latestMillis the latest time that it may be stamped with, in milliseconds since 1970
     */
    public static Optional<String> fault(Bytes stored, long latestMillis) {
        try {
            var in = CodedInputStream.newInstance(stored.array(), stored.offset(),
                    stored.length());
            if (in.readTag() != 1 << 3) {
                return Optional.of("it does not begin with its version");
            }
            var version = in.readUInt32();
            var timeMillis = -1L;
            for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 2 << 3 | WireFormat.WIRETYPE_FIXED64 -> timeMillis = in.readSFixed64();
                    case 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                        var outer = in.pushLimit(in.readRawVarint32());
                        var fault = itemFault(in);
                        in.popLimit(outer);
                        if (fault.isPresent()) {
                            return fault;
                        }
                    }
                    case 4 << 3 -> in.readUInt64();
                    case 5 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                        if (in.readRawVarint32() != DIGEST_BYTES) {
                            return Optional.of("it holds no digest where one is to be");
                        }
                        in.skipRawBytes(DIGEST_BYTES);
                    }
                    default -> {
                        return Optional.of("it has a field that is not known, number "
                                + WireFormat.getTagFieldNumber(tag));
                    }
                }
            }
            return fault(version, timeMillis, latestMillis);
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> fault(int version, long timeMillis, long latestMillis) {
        if (version != EnvelopeCodec.VERSION) {
            return Optional.of("it has version " + version + " where this program reads "
                    + EnvelopeCodec.VERSION);
        }
        if (timeMillis < 0) {
            return Optional.of("it is not stamped with a time");
        }
        return timeMillis > latestMillis
                ? Optional.of("it is stamped " + Instant.ofEpochMilli(timeMillis)
                        + ", later than the clocks of the servers allow, "
                        + Instant.ofEpochMilli(latestMillis))
                : Optional.empty();
    }

    private static Optional<String> itemFault(CodedInputStream in) throws IOException {
        var session = 0L;
        var seq = 0L;
        var ackedBelow = 0L;
        var keyBytes = 0;
        var opensSession = false;
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 -> session = in.readUInt64();
                case 2 << 3 -> seq = in.readUInt64();
                case 3 << 3 -> ackedBelow = in.readUInt64();
                case 4 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    keyBytes = in.readRawVarint32();
                    if (isTooLong(keyBytes, in)) {
                        return Optional.of("it has a command with too long a key");
                    }
                }
                case 5 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED,
                        6 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    in.skipRawBytes(in.readRawVarint32());
                case 7 << 3 -> opensSession = in.readBool();
                case 8 << 3 | WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
                default -> {
                    return Optional.of("it has a command with a field that is not known, number "
                            + WireFormat.getTagFieldNumber(tag));
                }
            }
        }
        if (opensSession) {
            return Optional.empty();
        }
        if (keyBytes == 0) {
            return session < 1 || seq < 1 || ackedBelow < 0 || ackedBelow > seq
                    ? Optional.of("it has a command without a name")
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Reads a key; whether it has more characters than a {@link RequestId.ByKey} takes. */
    private static boolean isTooLong(int bytes, CodedInputStream in) throws IOException {
        if (bytes <= RequestId.ByKey.MAX_KEY_BYTES) {
            in.skipRawBytes(bytes);
            return false;
        }
        var key = new String(in.readRawBytes(bytes), StandardCharsets.UTF_8);
        return key.length() > RequestId.ByKey.MAX_KEY_BYTES;
    }
}
