package dev.gavel.server.desk;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ServerAddress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The way to another server, for what concerns who the members are. All futures fail with a sentence;
 * {@link OperatorDesk#trouble} tells of which kind a failed change is.
 */
public interface MemberLine {

    /** Asks {@code leader} to change the members, and not to pass that on. */
    CompletableFuture<MemberDesk.Changed> change(ServerAddress leader, MemberWish wish,
            Duration within);

    /** Asks the server at {@code address} which servers wait to be taken in. */
    CompletableFuture<List<Peer>> waiting(String address, Duration within);

    /** Tells the server at {@code address} that {@code newcomer} waits to be taken in. */
    CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer, boolean onlyHere,
            Duration within);

    /** Asks the server at {@code address} who it is. */
    CompletableFuture<Introduction> introduce(String address, Duration within);

    /**
     * A server that is no member yet.
     *
     * @param house it wants to belong to
     * @param peer where it is
     * @param spare whether it waits until somebody takes it in, rather than ask for it
     */
    record Newcomer(String house, Peer peer, boolean spare) {}

    /**
     * What a newcomer is told.
     *
     * @param state how it stands with it
     * @param sentence why, for people
     * @param house that of the server that answers
     * @param members who the members of that house are, as far as it tells
     */
    record JoinAnswer(State state, String sentence, String house, Membership members) {

        /** How a newcomer stands. */
        public enum State {
            /** Not yet. */
            WAITING,
            /** It is one. */
            MEMBER,
            /** It never will be, as things are. */
            REFUSED
        }
    }

    /**
     * Who a server says it is.
     *
     * @param house it belongs to
     * @param id its own
     * @param members whom it takes for the members; of their addresses the client's alone are known
     * @param program version of the program it runs
     * @param canRun which versions of the rules that can run
     */
    record Introduction(String house, int id, Membership members, String program,
            CanRun canRun) {}
}
