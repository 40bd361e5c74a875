package dev.gavel.server.grpc;

import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Answer;
import dev.gavel.wire.v1.Disposition;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.Optional;

/** Turns answers into statuses, by one table. */
final class GrpcStatuses {

    /** Client address of the leader, where it is known, beside {@code UNAVAILABLE}. */
    static final Metadata.Key<String> LEADER = Metadata.Key.of("gavel-leader",
            Metadata.ASCII_STRING_MARSHALLER);
    /** Marks an {@code UNAVAILABLE} of a server, not of the network: nothing was done. */
    static final Metadata.Key<String> NOT_LEADER = Metadata.Key.of("gavel-not-leader",
            Metadata.ASCII_STRING_MARSHALLER);

    /**
     * Marks an {@code UNAVAILABLE} of a server that knows too few servers to be up: nothing was
     * done.
     */
    static final Metadata.Key<String> NO_MAJORITY = Metadata.Key.of("gavel-no-majority",
            Metadata.ASCII_STRING_MARSHALLER);

    private static final int LONGEST_WORDS = 60;

    private GrpcStatuses() {}

    /** How an outcome is to be understood; {@code ANSWERED} if it needs no further try. */
    static Disposition disposition(Answer answer) {
        return switch (answer) {
            case Answer.Replied replied -> Disposition.ANSWERED;
            case Answer.Refused refused -> Disposition.ANSWERED;
            case Answer.Redirect redirect -> Disposition.NOT_LEADER;
            case Answer.TryLater later -> Disposition.BUSY;
            case Answer.OutcomeUnknown unknown -> Disposition.UNKNOWN;
        };
    }

    /** The status of a server that does not lead. */
    static StatusRuntimeException notLeader(Optional<ServerAddress> leader) {
        return notLeader(leader, leader
                .map(server -> "this server does not lead; ask server " + server.id() + " at "
                        + server.client())
                .orElse("this server does not lead, and no leader is known yet"));
    }

    /** The status if nothing was done for want of a leader, as {@code sentence} says. */
    static StatusRuntimeException notLeader(Optional<ServerAddress> leader, String sentence) {
        var trailers = new Metadata();
        trailers.put(NOT_LEADER, "true");
        leader.ifPresent(server -> trailers.put(LEADER, server.client()));
        return Status.UNAVAILABLE.withDescription(sentence).asRuntimeException(trailers);
    }

    /** The status if too few servers are up to decide anything; nothing was done. */
    static StatusRuntimeException noMajority(String sentence) {
        var trailers = new Metadata();
        trailers.put(NO_MAJORITY, "true");
        return Status.UNAVAILABLE.withDescription(sentence).asRuntimeException(trailers);
    }

    /** The status if nothing can be said for now. */
    static StatusRuntimeException tryLater(String sentence) {
        return Status.UNAVAILABLE.withDescription(sentence).asRuntimeException();
    }

    /** The status of a server that stops. */
    static StatusRuntimeException stopping() {
        return Status.UNAVAILABLE
                .withDescription("this server is shutting down; go on at another")
                .asRuntimeException();
    }

    /** The status if the caller broke a rule of the protocol. */
    static StatusRuntimeException invalid(String sentence) {
        return Status.INVALID_ARGUMENT.withDescription(sentence).asRuntimeException();
    }

    /** The status if a bound of this server is reached. */
    static StatusRuntimeException exhausted(String sentence) {
        return Status.RESOURCE_EXHAUSTED.withDescription(sentence).asRuntimeException();
    }

    /** Words of a caller as they may stand in a status, which is sent as a header. */
    static String printable(String words) {
        var clean = words.replaceAll("[^ -~]", "?");
        return clean.length() > LONGEST_WORDS ? clean.substring(0, LONGEST_WORDS) + "..." : clean;
    }
}
