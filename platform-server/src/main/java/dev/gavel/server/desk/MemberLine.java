package dev.gavel.server.desk;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ServerAddress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The way to another server, for questions about members. All futures fail with a sentence;
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

    /** Asks the server at {@code address} to introduce itself. */
    CompletableFuture<Introduction> introduce(String address, Duration within);

    /**
     * A server that is no member yet.
     *
     * @param house it wants to belong to
     * @param peer its addresses
     * @param spare whether it waits until an operator takes it in, rather than ask for it
     */
    record Newcomer(String house, Peer peer, boolean spare) {}

    /**
     * The answer to a newcomer.
     *
     * @param state its state
     * @param sentence the reason, for people
     * @param house name of the answering server's house
     * @param members the members of that house, as far as the server tells
     */
    record JoinAnswer(State state, String sentence, String house, Membership members) {

        /** The state of a newcomer. */
        public enum State {
            /** It is no member yet. */
            WAITING,
            /** It is a member. */
            MEMBER,
            /** It will not become one as things are. */
            REFUSED
        }
    }

    /**
     * A server's word about itself.
     *
     * @param house it belongs to
     * @param id its own
     * @param members the members, as it knows them; of their addresses only the client's are known
     * @param program version of the program it runs
     * @param canRun versions of the rules that the program can run
     */
    record Introduction(String house, int id, Membership members, String program,
            CanRun canRun) {}
}
