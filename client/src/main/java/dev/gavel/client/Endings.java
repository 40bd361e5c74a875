package dev.gavel.client;

import dev.gavel.auction.model.Spans;
import dev.gavel.client.hunt.Pauses;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a gRPC call ended, as an {@link Attempt}: the one table of statuses. */
final class Endings {

    /** Trailer in which a server that does not lead names the one that does. */
    static final Metadata.Key<String> LEADER = Metadata.Key.of("gavel-leader",
            Metadata.ASCII_STRING_MARSHALLER);

    /** Trailer of a server that knows too few servers to be up. */
    private static final Metadata.Key<String> NO_MAJORITY = Metadata.Key.of("gavel-no-majority",
            Metadata.ASCII_STRING_MARSHALLER);

    /** Less than this is what was left of a longer wait. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** How {@link ServerConnection} begins the reason of a call that it cancels. */
    static final String NO_CONNECTION_WITHIN = "no connection within ";

    /** Said where the port belongs to another program, or to another of Gavel's own ports. */
    private static final String OTHER_PROTOCOL = "what listens there does not speak the protocol of"
            + " Gavel's client port: is it the HTTP port, or another program's?";
    private static final String LOST = "connection lost";
    /** A server's own words are passed on up to this length. */
    private static final int MOST_WORDS = 300;
    private static final int MOST_CAUSES = 8;
    /** What gRPC says of an answer that begins as HTTP, and what of frames that make no sense. */
    private static final Pattern FOREIGN = Pattern.compile("First received frame was not SETTINGS"
            + "|HTTP status code|invalid content-type|Http2Exception|Unexpected HTTP|not a preface"
            + "|Frame (length|of type)|HTTP/2 preface|http2 exception", Pattern.CASE_INSENSITIVE);
    /** Words of the network's library that tell people nothing. */
    private static final Pattern TECHNICAL = Pattern.compile(
            "Exception|java\\.|io\\.grpc|netty|dev\\.gavel|Error\\b|\\{[a-z]+=",
            Pattern.CASE_INSENSITIVE);

    /** What the system says of a connection, whatever transport passes it on. */
    private static final List<String> OF_THE_SYSTEM = List.of("Connection refused",
            "No route to host", "Network is unreachable", "Host is unreachable",
            "Connection timed out", "Connection reset", "Too many open files",
            "Permission denied", "Invalid argument", "Cannot assign requested address",
            "Broken pipe");

    private Endings() {}

    /** What a call without an answer says. */
    static <A> Attempt<A> of(Status status, Metadata trailers, Delivery delivery,
            Duration patience) {
        if (!delivery.sent()) {
            return status.getCode() == Status.Code.DEADLINE_EXCEEDED
                    && patience.compareTo(SHORT) >= 0
                            ? new Attempt.Unreachable<>(
                                    NO_CONNECTION_WITHIN + Spans.inWords(patience.toMillis()), true)
                            : new Attempt.Unreachable<>(reason(status, patience), isLate(status));
        }
        if (status.getCode() == Status.Code.UNIMPLEMENTED) {
            return new Attempt.Unreachable<>(OTHER_PROTOCOL); // it says that it did nothing
        }
        if (!delivery.answered()) {
            return new Attempt.Silent<>(reason(status, patience));
        }
        if (isForeign(status)) {
            return new Attempt.Silent<>(OTHER_PROTOCOL);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> trailers.containsKey(NO_MAJORITY)
                    ? new Attempt.NoMajority<>(reason(status, patience))
                    : new Attempt.NotLeader<>(leader(trailers), plain(
                            status.getDescription() == null ? "" : status.getDescription(),
                            ""));
            case RESOURCE_EXHAUSTED -> reason(status, patience).contains("exceeds maximum")
                    ? new Attempt.Refused<>("BAD_COMMAND", reason(status, patience))
                    : new Attempt.Busy<>(Pauses.BUSY, reason(status, patience));
            case INVALID_ARGUMENT, OUT_OF_RANGE, NOT_FOUND,
                    ALREADY_EXISTS ->
                new Attempt.Refused<>("BAD_COMMAND", reason(status, patience));
            case UNAUTHENTICATED ->
                new Attempt.Refused<>("UNAUTHENTICATED", reason(status, patience));
            case PERMISSION_DENIED -> new Attempt.Refused<>("FORBIDDEN", reason(status, patience));
            case FAILED_PRECONDITION ->
                new Attempt.Refused<>("NOT_POSSIBLE", reason(status, patience));
            default -> new Attempt.Undecided<>(reason(status, patience));
        };
    }

    /**
     * What a call says that failed in this program: its time was over before the question was handed on,
     * the client was closed meanwhile, or there is no memory, thread or file left for it.
     */
    static <A> Attempt<A> ofOwnFailure(Throwable why, Delivery delivery) {
        var sentence = why instanceof OutOfMemoryError
                ? "this program has too little memory for it"
                : known(why).orElse("the connection was given up before it was used");
        return delivery.sent() ? new Attempt.Silent<>(sentence)
                : new Attempt.Unreachable<>(sentence);
    }

    private static Optional<ServerAddress> leader(Metadata trailers) {
        return Optional.ofNullable(trailers.get(LEADER)).flatMap(ServerAddress::tryParse);
    }

    /** Whether the time for the connection was over: a system that refuses one says so at once. */
    private static boolean isLate(Status status) {
        var description = status.getDescription() == null ? "" : status.getDescription();
        return status.getCode() == Status.Code.DEADLINE_EXCEEDED
                || description.startsWith(NO_CONNECTION_WITHIN);
    }

    private static boolean isForeign(Status status) {
        var description = status.getDescription();
        return description != null && FOREIGN.matcher(description).find();
    }

    /** The status in a few words of ours: what the network's library says is for programmers. */
    private static String reason(Status status, Duration patience) {
        var description = status.getDescription() == null ? "" : status.getDescription();
        if (isForeign(status)) {
            return OTHER_PROTOCOL;
        }
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return patience.compareTo(SHORT) < 0 ? "no time was left for its answer"
                    : "no answer within " + Spans.inWords(patience.toMillis());
        }
        var known = known(status.getCause());
        if (known.isPresent()) {
            return known.get();
        }
        return switch (status.getCode()) {
            case RESOURCE_EXHAUSTED -> description.contains("exceeds maximum size")
                    ? "its answer exceeds maximum size"
                    : plain(description, "it is busy");
            case CANCELLED -> description.startsWith(NO_CONNECTION_WITHIN) ? description : LOST;
            case UNAVAILABLE -> description.isEmpty() || description.startsWith("Network closed")
                    ? LOST
                    : plain(description, LOST);
            default -> plain(description, "it failed to answer");
        };
    }

    /** The server's own sentence, unless it is none. */
    private static String plain(String description, String otherwise) {
        var line = description.lines().findFirst().orElse("").strip();
        return line.isEmpty() || TECHNICAL.matcher(line).find() ? otherwise
                : line.substring(0, Math.min(line.length(), MOST_WORDS));
    }

    /** The first cause that has a name among people. */
    private static Optional<String> known(@Nullable Throwable failure) {
        var cause = failure;
        for (var n = 0; cause != null && n < MOST_CAUSES; n++) {
            var words = words(cause);
            if (words.isPresent()) {
                return words;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<String> words(Throwable cause) {
        var message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof OutOfMemoryError) {
            return Optional.of("this program has too little memory for the answer");
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return Optional.of("no host of that name is known");
        }
        if (FOREIGN.matcher(message).find()) {
            return Optional.of(OTHER_PROTOCOL);
        }
        for (var each : OF_THE_SYSTEM) {
            if (message.contains(each)) {
                return Optional.of(each.toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

}
