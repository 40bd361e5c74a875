package dev.gavel.server.desk;

import dev.gavel.raft.Bytes;
import dev.gavel.server.config.ServerAddress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The way to another server of the house, for tasks of the leader. */
public interface LeaderLine {

    /**
     * Asks {@code server} to execute a command. The asked server does not forward it again.
     *
     * @param write the command
     * @param within how long to wait at most
     * @return never fails
     */
    CompletableFuture<Attempt> execute(ServerAddress server, Write write, Duration within);

    /**
     * Asks {@code server} to open a session; {@link Attempt.Answered} carries its number as text.
     */
    CompletableFuture<Attempt> openSession(ServerAddress server, String user, Duration within);

    /**
     * Asks {@code leader} to hand leadership over, and not to pass that on.
     *
     * @param to id of the server that is to lead, or -1 for any that is up to date
     * @return id of the new leader; fails with a sentence
     */
    CompletableFuture<Integer> transfer(ServerAddress leader, int to, Duration within);

    /** A command under its idempotency key. */
    record Write(String user, String key, Bytes command) {}

    /** How one attempt ended. */
    sealed interface Attempt {

        /** The server answered with this. */
        record Answered(Bytes reply) implements Attempt {}

        /** It is not the leader: certainly without effect. */
        record NotLeader(Optional<ServerAddress> leader) implements Attempt {}

        /** It is too busy: certainly without effect. */
        record Busy(Duration retryAfter) implements Attempt {}

        /** It cannot take it at the moment, as {@code sentence} says: certainly without effect. */
        record NotNow(String sentence) implements Attempt {}

        /** It leads, and hears no majority of the servers: certainly without effect. */
        record NoMajority(String sentence) implements Attempt {}

        /** It was not reached: certainly without effect. */
        record NotReached(String why) implements Attempt {}

        /** It was asked and did not answer: it may have had its effect. */
        record Unclear(String why) implements Attempt {}
    }
}
