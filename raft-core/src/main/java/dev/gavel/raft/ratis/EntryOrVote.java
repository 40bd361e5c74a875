package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands right in front of Ratis, and lets entries, snapshots and votes through one at a time.
 * Ratis 3.3.0 looks whether it may take entries, waits until its own candidacy has ended, and only
 * then writes them into its log. In between it may vote for a candidate that lacks them, or take
 * entries of a later leader, which it then truncates. It acknowledges the entries all the same, so
 * entries that a majority holds can be lost.
 *
 * @see "docs/adr/0100-an-entry-or-a-vote.md; docs/upstream/vote-before-append.md"
 */
final class EntryOrVote implements ServerInterceptor {

    private static final Status NOT_NOW = Status.UNAVAILABLE.withDescription(
            "this server is still writing entries, and cannot say yet where its log ends");

    /** Fair, so that entries that come without a pause do not keep a vote waiting. */
    private final Lock log = new ReentrantLock(true);
    private final Duration patience;

    /**
     * The gate of one server.
     *
     * @param patience how long a vote waits for entries; no candidate waits longer for the vote
     */
    EntryOrVote(Duration patience) {
        this.patience = patience;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var line = new CuttableCall<>(call);
        return new SimpleForwardingServerCallListener<Q>(next.startCall(line, headers)) {

            private boolean isVote;

            @Override
            public void onMessage(Q message) {
                isVote = message instanceof RequestVoteRequestProto vote && !vote.getPreVote();
                if (writes(message)) {
                    log.lock();
                    try {
                        super.onMessage(message); // when it returns, the log has it, though not on disk yet
                    } finally {
                        log.unlock();
                    }
                } else {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() { // a call with one message is carried out now
                if (!isVote) {
                    super.onHalfClose();
                } else if (isMine()) {
                    try {
                        super.onHalfClose();
                    } finally {
                        log.unlock();
                    }
                } else if (line.cut(NOT_NOW, new Metadata())) {
                    super.onCancel();
                }
            }
        };
    }

    private static boolean writes(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto request -> request.getEntriesCount() > 0;
            case InstallSnapshotRequestProto any -> true;
            default -> false;
        };
    }

    private boolean isMine() {
        try {
            return log.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
