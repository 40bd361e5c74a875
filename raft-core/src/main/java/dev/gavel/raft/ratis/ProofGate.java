package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Stands in front of Ratis' port. A follower asks for the index that its read has to wait for.
 * Ratis answers only once it is proven that this server led after it was asked.
 */
final class ProofGate implements ServerInterceptor {

    private static final String READ_INDEX = "readIndex";

    private final LeaderProof proof;

    ProofGate(LeaderProof proof) {
        this.proof = proof;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var listener = next.startCall(call, headers);
        return READ_INDEX.equals(call.getMethodDescriptor().getBareMethodName())
                ? new Held<>(call, listener)
                : listener;
    }

    /** A call that is held until there is proof, and refused if there is none. */
    private final class Held<Q, A> extends HeldCall<Q> {

        private final ServerCall<Q, A> call;

        Held(ServerCall<Q, A> call, ServerCall.Listener<Q> listener) {
            super(call, listener);
            this.call = call;
        }

        @Override
        public void onHalfClose() {
            holdUntil(proof.prove(), failure -> {
                if (failure == null) {
                    goOn();
                } else {
                    refuse();
                }
            });
        }

        @SuppressWarnings("unchecked") // the answer to a ReadIndexRequestProto
        private void refuse() {
            call.sendHeaders(new Metadata());
            call.sendMessage((A) ReadIndexReplyProto.newBuilder()
                    .setServerReply(RaftRpcReplyProto.newBuilder().setSuccess(false))
                    .build());
            call.close(Status.OK, new Metadata());
        }
    }
}
