package dev.gavel.raft.ratis;

import dev.gavel.raft.Partition;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

import java.util.Optional;

/**
 * Stands in front of Ratis' port. Messages of a server that is parted from this one are dropped
 * unread, and their call is ended as if the line were cut. Since every server does so, a server
 * that is cut off neither hears nor is heard.
 */
final class PartitionGate implements ServerInterceptor {

    private static final Status CUT_OFF = Status.UNAVAILABLE
            .withDescription("cut off, in a demonstration");

    private final Partition partition;
    private final int self;

    PartitionGate(Partition partition, int self) {
        this.partition = partition;
        this.self = self;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var line = new CuttableCall<>(call);
        return new SimpleForwardingServerCallListener<Q>(next.startCall(line, headers)) {

            @Override
            public void onMessage(Q message) {
                if (isDropped(message)) {
                    if (line.cut(CUT_OFF, new Metadata())) {
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
        return partition.isInForce() && sender(message).map(one -> partition.parts(one, self))
                .orElseGet(() -> partition.isCutOff(self));
    }

    /** The sender of the message; empty if it does not say. */
    private static Optional<Integer> sender(Object message) {
        return Speaker.request(message)
                .map(request -> RatisProperties
                        .number(RaftPeerId.valueOf(request.getRequestorId())));
    }
}
