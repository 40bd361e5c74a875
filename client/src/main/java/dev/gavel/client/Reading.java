package dev.gavel.client;

import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.QueryReply;
import dev.gavel.wire.v1.QueryRequest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A query, at whichever server answers. */
final class Reading {
    private static final int SERVER_FAULT = 500;

    private Reading() {}

    static CompletableFuture<Answer> run(LeaderSeeker seeker, TimeLeft time,
            QueryRequest request) {
        LeaderSeeker.Ask<QueryReply> ask = (server, timeout, whenDone) -> server.ask(
                GavelGrpc.getQueryMethod(), request, timeout,
                attempt -> whenDone.accept(withoutEffect(attempt)));
        return seeker.read(ask, time).thenApply(found -> switch (found) {
            case Found.Answer<QueryReply>(var reply, var from) -> answer(reply);
            case Found.Refused<QueryReply>(var code, var why) ->
                new Answer(400, Outcome.refused(code, why).json(), 0);
            case Found.GaveUp<QueryReply> gaveUp ->
                new Answer(503, gaveUp.toOutcome().json(), 0);
        }).exceptionally(failure -> unreadable());
    }

    private static Attempt<QueryReply> withoutEffect(Attempt<QueryReply> attempt) {
        return attempt instanceof Attempt.Answered<QueryReply>(var reply)
                && reply.getStatus() >= SERVER_FAULT
                        ? fault(Outcome.parse(reply.getJson().toByteArray()))
                        : attempt;
    }

    private static Attempt<QueryReply> fault(Outcome outcome) {
        return outcome.code().equals(Outcome.NO_MAJORITY)
                ? new Attempt.NoMajority<>(outcome.message())
                : new Attempt.NotLeader<>(Optional.empty(), outcome.message());
    }

    private static Answer answer(QueryReply reply) {
        try {
            return new Answer(reply.getStatus(), JsonObject.parse(reply.getJson().toByteArray()),
                    reply.getIndex());
        } catch (IllegalArgumentException e) {
            return unreadable();
        }
    }

    private static Answer unreadable() {
        return new Answer(503, Outcome.exception(Outcome.UNKNOWN,
                "the server's answer cannot be read").json(), 0);
    }
}
