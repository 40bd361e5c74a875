package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.UnknownFieldSet;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells which server sends a message to another. */
final class Speaker {

    private static final Pattern ID = Pattern.compile("server-[0-9]{1,9}");
    /**
     * Field of a wish that another stand for election: the server that has the wish. Ratis wants
     * the leader's name in the message.
     */
    private static final int ON_BEHALF = 7_002;

    private Speaker() {}

    /** The part with which every message between servers begins; empty of other messages. */
    static Optional<RaftRpcRequestProto> request(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto m -> Optional.of(m.getServerRequest());
            case RequestVoteRequestProto m -> Optional.of(m.getServerRequest());
            case InstallSnapshotRequestProto m -> Optional.of(m.getServerRequest());
            case ReadIndexRequestProto m -> Optional.of(m.getServerRequest());
            case StartLeaderElectionRequestProto m -> Optional.of(m.getServerRequest());
            default -> Optional.empty();
        };
    }

    /** {@code request}, which names the leader as its sender, sent by {@code self}. */
    static RaftRpcRequestProto onBehalf(RaftRpcRequestProto request, RaftPeerId self) {
        return request.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(ON_BEHALF, UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(self.toByteString())
                                .build())
                        .build())
                .build();
    }

    /** Id of the server that sent {@code message}, as it says itself; empty where it says none. */
    static Optional<String> of(Object message) {
        return request(message).map(request -> onBehalf(message, request)
                .orElseGet(() -> request.getRequestorId().toString(StandardCharsets.UTF_8)))
                .filter(id -> ID.matcher(id).matches());
    }

    private static Optional<String> onBehalf(Object message, RaftRpcRequestProto request) {
        return message instanceof StartLeaderElectionRequestProto && LogQuestion.isOfGavel(request)
                ? request.getUnknownFields()
                        .getField(ON_BEHALF)
                        .getLengthDelimitedList()
                        .stream()
                        .findFirst()
                        .map(id -> id.toString(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Whether this is the name of a server, and the leader named in {@code message} is one. */
    static boolean isReadable(Object message) {
        return of(message).isPresent() && request(message)
                .map(request -> ID
                        .matcher(request.getRequestorId().toString(StandardCharsets.UTF_8))
                        .matches())
                .orElse(false);
    }
}
