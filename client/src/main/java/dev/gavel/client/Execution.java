package dev.gavel.client;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.GavelGrpc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A single command, identified by its key, at whichever server answers. */
final class Execution {
    private Execution() {}

    static CompletableFuture<Outcome> run(LeaderSeeker seeker, TimeLeft time, String user,
            byte[] command, String key) {
        if (command.length > AuctionClient.MAX_COMMAND_BYTES) {
            return CompletableFuture.completedFuture(Outcome.refused("BAD_COMMAND",
                    "the command has " + command.length + " bytes; at most "
                            + AuctionClient.MAX_COMMAND_BYTES + " are allowed"));
        }
        var request = Command.newBuilder()
                .setUser(user)
                .setKey(key)
                .setForward(true)
                .setJson(ByteString.copyFrom(command))
                .build();
        LeaderSeeker.Ask<dev.gavel.wire.v1.Outcome> ask = (server, timeout, whenDone) -> server
                .ask(GavelGrpc.getExecuteMethod(), request, timeout,
                        attempt -> whenDone.accept(verdict(attempt)));
        return seeker.seek(ask, time).thenApply(found -> switch (found) {
            case Found.Answer<dev.gavel.wire.v1.Outcome>(var answer, var from) ->
                Outcome.parse(answer.getJson().toByteArray());
            case Found.Refused<dev.gavel.wire.v1.Outcome>(var code, var why) ->
                Outcome.refused(code, why);
            case Found.GaveUp<dev.gavel.wire.v1.Outcome> gaveUp ->
                Outcome.of(gaveUp.toOutcome().json().with("key", key));
        })
                .exceptionally(failure -> Outcome.of(Outcome.exception(Outcome.UNKNOWN,
                        "the server's answer cannot be read: the outcome is unknown")
                        .json()
                        .with("key", key)));
    }

    /** An answer that is no verdict of the house is a reason to ask again. */
    private static Attempt<dev.gavel.wire.v1.Outcome> verdict(
            Attempt<dev.gavel.wire.v1.Outcome> attempt) {
        if (!(attempt instanceof Attempt.Answered<dev.gavel.wire.v1.Outcome>(var answer))) {
            return attempt;
        }
        return switch (answer.getDisposition()) {
            case ANSWERED, UNRECOGNIZED -> attempt;
            case BUSY -> held(answer);
            case NOT_LEADER -> new Attempt.NotLeader<>(Optional.empty());
            case UNKNOWN -> new Attempt.Undecided<>(message(answer));
        };
    }

    private static Attempt<dev.gavel.wire.v1.Outcome> held(dev.gavel.wire.v1.Outcome answer) {
        var outcome = Outcome.parse(answer.getJson().toByteArray());
        return switch (outcome.code()) {
            case Outcome.NO_MAJORITY -> new Attempt.NoMajority<>(outcome.message());
            case Outcome.NO_LEADER -> new Attempt.NotLeader<>(Optional.empty(), outcome.message());
            default -> new Attempt.Busy<>(Duration.ofMillis(answer.getRetryAfterMillis()),
                    outcome.message());
        };
    }

    private static String message(dev.gavel.wire.v1.Outcome answer) {
        return Outcome.parse(answer.getJson().toByteArray()).message();
    }
}
