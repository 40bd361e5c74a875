package dev.gavel.raft.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Names;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.Envelope.Item;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The versioned bytes of an {@link Envelope}: protobuf wire format, written and read by hand so that
 * payloads are slices of the entry and nothing is copied.
 *
 * <pre>
 * message Entry { uint32 version = 1; sfixed64 time_millis = 2; repeated Item items = 3;
 *                 uint64 check_index = 4; bytes check_digest = 5; }
 * message Item  { uint64 session = 1; uint64 seq = 2; uint64 acked_below = 3; string key = 4;
 *                 string principal = 5; bytes payload = 6; bool open_session = 7;
 *                 fixed64 session_name = 8; }
 * </pre>
 *
 * Old logs are read for ever: a field keeps its number, a new meaning gets a new one.
 *
 * @see "docs/adr/0004-commands-in-the-log.md"
 */
public final class EnvelopeCodec {

    /** Version written today. */
    static final int VERSION = 1;

    private EnvelopeCodec() {}

    /** The bytes of {@code envelope}. */
    public static Bytes encode(Envelope envelope) {
        try {
            var sizes = new int[envelope.items().size()];
            var array = new byte[size(envelope, sizes)];
            var out = CodedOutputStream.newInstance(array);
            out.writeUInt32(1, VERSION);
            out.writeSFixed64(2, envelope.timeMillis());
            for (var i = 0; i < sizes.length; i++) {
                out.writeTag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(sizes[i]);
                write(envelope.items().get(i), out);
            }
            if (envelope.check().isPresent()) {
                out.writeUInt64(4, envelope.check().get().index());
                out.writeByteArray(5, envelope.check().get().digest().toArray());
            }
            out.checkNoSpaceLeft();
            return Bytes.of(array);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The envelope within {@code bytes}, whose payloads are slices of the same array.
     *
     * @throws Fault if the bytes are no entry
     * @throws NewerVersionException if only a later program reads them
     */
    public static Envelope decode(Bytes bytes) {
        return decode(bytes, new Names());
    }

    /**
     * The envelope within {@code bytes}. Principals that {@code names} holds already are taken from
     * there.
     */
    static Envelope decode(Bytes bytes, Names names) {
        try {
            var in = CodedInputStream.newInstance(bytes.array(), bytes.offset(), bytes.length());
            var version = version(in);
            var timeMillis = 0L;
            var items = new ArrayList<Item>();
            var checkIndex = 0L;
            Optional<Bytes> checkDigest = Optional.empty();
            if (version > VERSION) {
                throw new NewerVersionException(0, "it is of format " + version
                        + ", and this program reads " + VERSION);
            }
            for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 2 -> timeMillis = in.readSFixed64();
                    case 3 -> items.add(readItem(in, bytes, names));
                    case 4 -> checkIndex = in.readUInt64();
                    case 5 -> checkDigest = Optional.of(Bytes.of(in.readByteArray()));
                    default -> in.skipField(tag);
                }
            }
            var index = checkIndex;
            return new Envelope(timeMillis, items,
                    checkDigest.map(digest -> new DigestCheck(index, digest)));
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault("a log entry cannot be read: " + e.getMessage(), e);
        }
    }

    /** The version of the entry, which is its first field. */
    private static int version(CodedInputStream in) throws IOException {
        var isVersion = in.readTag() == (1 << 3 | WireFormat.WIRETYPE_VARINT);
        var version = isVersion ? in.readUInt32() : 0;
        if (version < VERSION) {
            throw new Fault("a log entry does not begin with its version: it is damaged, or no log"
                    + " entry");
        }
        return version;
    }

    /** About how many bytes a wish for a session takes within an entry. */
    static int sizeOf(Item.OpenSession wish) {
        return wish.principal().length() + 32;
    }

    /** About how many bytes {@code request} takes within an entry. */
    static int sizeOf(Request request) {
        return request.payload().length() + request.principal().length() + 32;
    }

    private static int size(Envelope envelope, int[] sizes) {
        var size = CodedOutputStream.computeUInt32Size(1, VERSION)
                + CodedOutputStream.computeSFixed64Size(2, envelope.timeMillis());
        for (var i = 0; i < sizes.length; i++) {
            sizes[i] = size(envelope.items().get(i));
            size += CodedOutputStream.computeTagSize(3)
                    + CodedOutputStream.computeUInt32SizeNoTag(sizes[i]) + sizes[i];
        }
        if (envelope.check().isPresent()) {
            var check = envelope.check().get();
            size += CodedOutputStream.computeUInt64Size(4, check.index())
                    + CodedOutputStream.computeTagSize(5)
                    + CodedOutputStream.computeUInt32SizeNoTag(check.digest().length())
                    + check.digest().length();
        }
        return size;
    }

    private static int size(Item item) {
        return switch (item) {
            case Item.OpenSession o -> CodedOutputStream.computeBoolSize(7, true)
                    + (o.name() == 0 ? 0 : CodedOutputStream.computeFixed64Size(8, o.name()))
                    + (o.principal().isEmpty() ? 0
                            : CodedOutputStream.computeStringSize(5, o.principal()));
            case Item.Command command -> {
                var request = command.request();
                var size = switch (request.id()) {
                    case RequestId.InSession id -> CodedOutputStream.computeUInt64Size(1,
                            id.session()) + CodedOutputStream.computeUInt64Size(2, id.seq())
                            + CodedOutputStream.computeUInt64Size(3, id.ackedBelow());
                    case RequestId.ByKey id -> CodedOutputStream.computeStringSize(4, id.key());
                };
                var payload = request.payload().length();
                yield size + CodedOutputStream.computeStringSize(5, request.principal())
                        + CodedOutputStream.computeTagSize(6)
                        + CodedOutputStream.computeUInt32SizeNoTag(payload) + payload;
            }
        };
    }

    private static void write(Item item, CodedOutputStream out) throws IOException {
        switch (item) {
            case Item.OpenSession o -> {
                out.writeBool(7, true);
                if (o.name() != 0) {
                    out.writeFixed64(8, o.name());
                }
                if (!o.principal().isEmpty()) {
                    out.writeString(5, o.principal());
                }
            }
            case Item.Command command -> {
                var request = command.request();
                switch (request.id()) {
                    case RequestId.InSession id -> {
                        out.writeUInt64(1, id.session());
                        out.writeUInt64(2, id.seq());
                        out.writeUInt64(3, id.ackedBelow());
                    }
                    case RequestId.ByKey id -> out.writeString(4, id.key());
                }
                out.writeString(5, request.principal());
                var payload = request.payload();
                out.writeByteArray(6, payload.array(), payload.offset(), payload.length());
            }
        }
    }

    private static Item readItem(CodedInputStream in, Bytes whole, Names names)
            throws IOException {
        var outer = in.pushLimit(in.readRawVarint32());
        var session = 0L;
        var seq = 0L;
        var ackedBelow = 0L;
        var key = "";
        var principal = "";
        var payload = Bytes.EMPTY;
        var openSession = false;
        var sessionName = 0L;
        for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> session = in.readUInt64();
                case 2 -> seq = in.readUInt64();
                case 3 -> ackedBelow = in.readUInt64();
                case 4 -> key = in.readString();
                case 5 -> principal = name(in, whole, names);
                case 6 -> payload = slice(in, whole);
                case 7 -> openSession = in.readBool();
                case 8 -> sessionName = in.readFixed64();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        if (openSession) {
            return new Item.OpenSession(sessionName, principal);
        }
        var id = key.isEmpty() ? new RequestId.InSession(session, seq, ackedBelow)
                : new RequestId.ByKey(key);
        return new Item.Command(new Request(id, principal, payload));
    }

    private static String name(CodedInputStream in, Bytes whole, Names names)
            throws IOException {
        var length = in.readRawVarint32();
        var from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return names.of(whole.array(), whole.offset() + from, length);
    }

    private static Bytes slice(CodedInputStream in, Bytes whole) throws IOException {
        var length = in.readRawVarint32();
        var from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return Bytes.of(whole.array(), whole.offset() + from, length);
    }

}
