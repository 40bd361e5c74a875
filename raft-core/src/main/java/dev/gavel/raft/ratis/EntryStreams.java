package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Stands in front of Ratis' port, and knows which servers' streams of entries are open. If another
 * server takes the leader for dead, it asks how long the log is. It is answered once the leader's
 * streams have ended here as well. Then the answer stays true, since no entry of that leader comes
 * after it.
 */
final class EntryStreams implements ServerInterceptor {

    private static final String ENTRIES = "appendEntries";
    private static final String VOTE = "requestVote";
    private static final String STAND = "startLeaderElection";
    /** Time to wait for the streams' end: less than the asking server waits for answers. */
    private static final Duration STREAMS_END = Duration.ofMillis(400);

    private final Hearer hearer;
    /** How many streams are open, by sender. */
    private final Map<Integer, Integer> open = new HashMap<>();

    /** Hears of the streams. */
    interface Hearer {

        /** Something came from {@code sender}. Called often. */
        void heard(int sender);

        /** A stream from {@code sender} broke. */
        void broken(int sender);

        /**
         * The leader this server follows in {@code term}; empty in another term, or without a
         * leader.
         */
        OptionalInt leaderIn(long term);

        /** Whether this server may stand for election when another than its leader asks it to. */
        boolean mayStand();
    }

    EntryStreams(Hearer hearer) {
        this.hearer = hearer;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var listener = next.startCall(call, headers);
        return switch (String.valueOf(call.getMethodDescriptor().getBareMethodName())) {
            case ENTRIES -> new Entries<>(listener);
            case VOTE -> new Vote<>(call, listener);
            case STAND -> new Stand<>(call, listener);
            default -> listener;
        };
    }

    /** Whether entries of {@code sender} may still come, or are about to be put into the log. */
    boolean areOpen(int sender) {
        synchronized (open) {
            return open.containsKey(sender);
        }
    }

    private boolean awaitEnd(int sender) throws InterruptedException {
        var until = System.nanoTime() + STREAMS_END.toNanos();
        synchronized (open) {
            while (open.containsKey(sender)) {
                var left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(open, left);
            }
            return true;
        }
    }

    private void count(int sender, int change) {
        synchronized (open) {
            open.compute(sender, (id, streams) -> {
                var now = (streams == null ? 0 : streams) + change;
                return now == 0 ? null : now;
            });
            open.notifyAll();
        }
    }

    /** Entries as they come from one server. */
    private final class Entries<Q> extends SimpleForwardingServerCallListener<Q> {

        private int sender = -1;
        private boolean ended;

        Entries(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onMessage(Q message) {
            if (sender < 0 && message instanceof AppendEntriesRequestProto entries) {
                sender = RatisProperties.number(
                        RaftPeerId.valueOf(entries.getServerRequest().getRequestorId()));
                count(sender, 1);
            }
            hearer.heard(sender);
            super.onMessage(message);
        }

        @Override
        public void onComplete() {
            super.onComplete();
            end();
        }

        @Override
        public void onCancel() {
            super.onCancel();
            end();
            hearer.broken(sender);
        }

        private void end() {
            if (sender >= 0 && !ended) {
                ended = true;
                count(sender, -1);
            }
        }
    }

    /** A call that asks for a vote, or for the length of the log. */
    private final class Vote<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private OptionalInt leader = OptionalInt.empty();

        Vote(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (message instanceof RequestVoteRequestProto vote && LogQuestion.is(vote)) {
                leader = hearer.leaderIn(vote.getCandidateTerm());
            }
            super.onMessage(message);
        }

        /** Lets Ratis vote, on a thread that may wait. */
        @Override
        public void onHalfClose() {
            try {
                if (leader.isEmpty() || awaitEnd(leader.getAsInt())) {
                    super.onHalfClose();
                } else {
                    call.close(Status.UNAVAILABLE.withDescription("entries of server "
                            + leader.getAsInt() + " may still come"), new Metadata());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                call.close(Status.CANCELLED, new Metadata());
            }
        }
    }

    /**
     * A call that asks this server to stand: by the leader that hands over, or by
     * {@link Succession}.
     */
    private final class Stand<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private boolean isRefused;

        Stand(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            isRefused = message instanceof StartLeaderElectionRequestProto asked
                    && LogQuestion.isOfGavel(asked.getServerRequest()) && !hearer.mayStand();
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (isRefused) {
                call.close(Status.UNAVAILABLE.withDescription("this server has much to apply yet"),
                        new Metadata());
            } else {
                super.onHalfClose();
            }
        }
    }
}
