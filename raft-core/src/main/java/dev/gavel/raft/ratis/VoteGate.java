package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/**
 * Stands in front of Ratis' port. While it is shut, this server is asked neither for a vote nor to
 * stand. If another server has not said yet what it remembers of this one, both wait until it was
 * asked. If a candidate's log ends before what this server remembers of it, the candidate gets no
 * vote.
 *
 * @see "docs/adr/0091-what-the-others-remember.md"
 */
final class VoteGate implements GrpcServices.Customizer, ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(VoteGate.class);
    private static final Set<String> CLOSED_CALLS = Set.of("requestVote", "startLeaderElection");
    private static final Status SHUT = Status.FAILED_PRECONDITION.withDescription(
            "this server does not vote until it knows that its records are up to date, or the"
                    + " others have sent it what is missing");

    private volatile boolean shut;
    private volatile Supplier<CompletableFuture<?>> asked = () -> CompletableFuture
            .completedFuture(null);
    private volatile IntToLongFunction remembered = candidate -> -1;

    VoteGate(boolean shut) {
        this.shut = shut;
    }

    /**
     * Watches from now on.
     *
     * @param others completes when the others were asked what they remember of this server
     * @param held up to where a server has held the log, as this one remembers; -1 if it does not
     */
    void watch(Supplier<CompletableFuture<?>> others, IntToLongFunction held) {
        remembered = held;
        asked = others;
    }

    void open() {
        shut = false;
    }

    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder,
            EnumSet<GrpcServices.Type> types) {
        return builder.intercept(this);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        if (!CLOSED_CALLS.contains(method)) {
            return next.startCall(call, headers);
        }
        if (shut) {
            call.request(2); // what is asked, and its end: others before this may answer it
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.close(SHUT, new Metadata());
                }
            };
        }
        var line = new CuttableCall<>(call);
        return new Wish<>(line, next.startCall(line, headers));
    }

    /**
     * A wish of another server: to lead, to be told where this server's log ends, or that this one
     * lead.
     */
    private final class Wish<Q> extends HeldCall<Q> {

        private final CuttableCall<Q, ?> call;
        private boolean isHeld;
        private Optional<String> objection = Optional.empty();

        Wish(CuttableCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(call, listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (message instanceof RequestVoteRequestProto vote) {
                isHeld = !LogQuestion.is(vote);
                objection = isHeld ? objectionTo(vote) : Optional.empty();
            } else {
                isHeld = true;
            }
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            var others = isHeld ? asked.get() : CompletableFuture.completedFuture(null);
            if (others.isDone()) {
                decide();
            } else {
                holdUntil(others, any -> decide());
            }
        }

        private void decide() {
            if (shut && isHeld) {
                refuse(SHUT);
            } else if (objection.isPresent()) {
                refuse(Status.FAILED_PRECONDITION.withDescription(objection.get()));
            } else {
                goOn();
            }
        }

        /** Refuses the call. Ratis has heard the question, but not that it is complete. */
        private void refuse(Status why) {
            if (call.cut(why, new Metadata())) {
                onCancel();
            }
        }
    }

    /** Why the candidate gets no vote: its log has lost entries that it helped to acknowledge. */
    private Optional<String> objectionTo(RequestVoteRequestProto vote) {
        return Speaker.of(vote)
                .map(id -> RatisProperties.number(RaftPeerId.valueOf(id)))
                .flatMap(
                        candidate -> {
                            var ends = vote.getCandidateLastEntry().getIndex();
                            var held = remembered.applyAsLong(candidate);
                            if (ends >= held) {
                                return Optional.empty();
                            }
                            LOG.warn(
                                    "server {} gets no vote: its log ends at index {}, and that"
                                            + " server has held it up to index {}",
                                    candidate, ends, held);
                            return Optional
                                    .of("server " + candidate + " has held the log up to index "
                                            + held + ", and it ends at " + ends);
                        });
    }
}
