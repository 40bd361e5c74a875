package dev.gavel.server.desk;

import dev.gavel.server.config.ServerAddress;

import java.util.Optional;

/**
 * What only the leader can do was not done: no server leads at the moment, the one that led last cannot be
 * reached, or another leads than the one that was asked. Who asks again later may be answered.
 */
public final class LeaderlessException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final transient Optional<ServerAddress> leader;

    /** Nobody is known who could do it; with a sentence for operators. */
    public LeaderlessException(String sentence) {
        super(sentence);
        this.leader = Optional.empty();
    }

    private LeaderlessException(String sentence, Optional<ServerAddress> leader) {
        super(sentence);
        this.leader = leader;
    }

    /** The server that was asked does not lead, and was told not to pass it on. */
    static LeaderlessException notHere(Optional<ServerAddress> leader) {
        return leader.isEmpty()
                ? new LeaderlessException("this server does not lead, and no leader is known yet")
                : new LeaderlessException("this server does not lead; ask server "
                        + leader.get().id() + " at " + leader.get().client(), leader);
    }

    /** Whom to ask instead, where that is known. */
    public Optional<ServerAddress> leader() {
        return leader;
    }
}
