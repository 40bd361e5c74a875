package dev.gavel.raft.ratis;

import dev.gavel.raft.Partition;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

import java.util.Optional;

/**
 * In front of Ratis' port: what a server says that is parted from this one is dropped unread, and the
 * call it came in ended, as if the line were cut. Since every server does so, a server that is cut off
 * neither hears nor is heard.
 */
final class PartitionGate implements ServerInterceptor {

    private final Partition partition;
    private final int self;

    PartitionGate(Partition partition, int self) {
        this.partition = partition;
        this.self = self;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var line = new Line<>(call);
        return new SimpleForwardingServerCallListener<Q>(next.startCall(line, headers)) {

            @Override
            public void onMessage(Q message) {
                if (isDropped(message)) {
                    if (line.cut()) {
                        super.onCancel();
                    }
                } else {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!line.isCut()) {
                    super.onHalfClose();
                }
            }
        };
    }

    private boolean isDropped(Object message) {
        return sender(message).map(one -> partition.parts(one, self))
                .orElseGet(() -> partition.isCutOff(self));
    }

    /** Whose message it is; empty if it does not say. */
    private static Optional<Integer> sender(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto m -> sender(m.getServerRequest());
            case RequestVoteRequestProto m -> sender(m.getServerRequest());
            case InstallSnapshotRequestProto m -> sender(m.getServerRequest());
            case ReadIndexRequestProto m -> sender(m.getServerRequest());
            case StartLeaderElectionRequestProto m -> sender(m.getServerRequest());
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> sender(RaftRpcRequestProto request) {
        return Optional
                .of(RatisProperties.number(RaftPeerId.valueOf(request.getRequestorId())));
    }

    /** A call that is over for both ends once it was cut. */
    private static final class Line<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private boolean isCut;

        Line(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized boolean isCut() {
            return isCut;
        }

        /** Whether this is what cut it. */
        synchronized boolean cut() {
            if (isCut) {
                return false;
            }
            isCut = true;
            super.close(Status.UNAVAILABLE.withDescription("cut off, in a demonstration"),
                    new Metadata());
            return true;
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!isCut) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!isCut) {
                super.close(status, trailers);
            }
        }
    }
}
