package dev.gavel.client;

import io.grpc.Metadata;
import io.grpc.Status;

import java.time.Duration;
import java.util.Optional;

/** How a gRPC call ended, as an {@link Attempt}: the one table of statuses. */
final class Endings {

    /** Trailer in which a server that does not lead names the one that does. */
    static final Metadata.Key<String> LEADER = Metadata.Key.of("gavel-leader",
            Metadata.ASCII_STRING_MARSHALLER);

    private static final Duration BUSY_PAUSE = Duration.ofMillis(100);

    private Endings() {}

    /** What a call without an answer says. */
    static <A> Attempt<A> of(Status status, Metadata trailers, Delivery delivery) {
        if (!delivery.sent()) {
            return new Attempt.Unreachable<>(reason(status));
        }
        if (!delivery.answered()) {
            return new Attempt.Silent<>(reason(status));
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> new Attempt.NotLeader<>(leader(trailers));
            case RESOURCE_EXHAUSTED -> reason(status).contains("exceeds maximum")
                    ? new Attempt.Refused<>("BAD_COMMAND", reason(status))
                    : new Attempt.Busy<>(BUSY_PAUSE, reason(status));
            case INVALID_ARGUMENT, OUT_OF_RANGE, NOT_FOUND,
                    ALREADY_EXISTS ->
                new Attempt.Refused<>("BAD_COMMAND", reason(status));
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED, FAILED_PRECONDITION ->
                new Attempt.Refused<>(status.getCode().name(), reason(status));
            default -> new Attempt.Undecided<>(reason(status));
        };
    }

    private static Optional<ServerAddress> leader(Metadata trailers) {
        return Optional.ofNullable(trailers.get(LEADER)).flatMap(ServerAddress::tryParse);
    }

    /** The status in a few words: of a failed connection the cause, which names what is wrong. */
    private static String reason(Status status) {
        var cause = status.getCause();
        if (cause != null) {
            var root = cause.getCause() == null ? cause : cause.getCause();
            var message = root.getMessage() == null ? root.toString() : root.getMessage();
            // Each transport words this one in its own way.
            return message.endsWith("Connection refused") ? "connection refused" : message;
        }
        var description = status.getDescription();
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "no answer in time";
            case CANCELLED,
                    UNAVAILABLE ->
                description == null || description.startsWith("Network closed")
                        ? "connection lost"
                        : description;
            default -> description != null ? description : status.getCode().name();
        };
    }
}
