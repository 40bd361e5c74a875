package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/**
 * Stands in front of Ratis' port. A leader's commit index counts only as far as its message shows
 * that this server has the same entries. If a message names no entry before its own, Ratis 3.3.0
 * counts one entry too many. That entry is an earlier leader's, and may be about to be replaced.
 *
 * @see "docs/adr/0101-commit-as-far-as-shown.md; docs/upstream/commit-without-previous.md"
 */
final class CommitBound implements ServerInterceptor {

    private static final long NOTHING = -1;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<Q>(next.startCall(call, headers)) {

            @Override
            @SuppressWarnings("unchecked") // of the same class as the message
            public void onMessage(Q message) {
                super.onMessage(message instanceof AppendEntriesRequestProto request
                        ? (Q) bounded(request)
                        : message);
            }
        };
    }

    /** The same message; its commit index is no higher than what it shows. */
    static AppendEntriesRequestProto bounded(AppendEntriesRequestProto request) {
        if (request.hasPreviousLog()) {
            return request;
        }
        var entries = request.getEntriesCount();
        var shown = entries == 0 ? NOTHING : request.getEntries(entries - 1).getIndex();
        return request.getLeaderCommit() <= shown ? request
                : request.toBuilder().setLeaderCommit(shown).build();
    }
}
