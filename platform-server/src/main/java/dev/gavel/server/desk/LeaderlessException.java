package dev.gavel.server.desk;

import dev.gavel.server.config.ServerAddress;

import java.util.Optional;

/**
 * A task of the leader was not done. No server leads at the moment, the last leader cannot be
 * reached, or another server leads than the asked one. A later call may be answered.
 */
public final class LeaderlessException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final transient Optional<ServerAddress> leader;

    /** No server is known that could do it; with a sentence for operators. */
    public LeaderlessException(String sentence) {
        super(sentence);
        this.leader = Optional.empty();
    }

    private LeaderlessException(String sentence, Optional<ServerAddress> leader) {
        super(sentence);
        this.leader = leader;
    }

    /** The failure of a server that does not lead, and was told not to pass the task on. */
    static LeaderlessException notHere(Optional<ServerAddress> leader) {
        return leader.isEmpty()
                ? new LeaderlessException("this server does not lead, and no leader is known yet")
                : new LeaderlessException("this server does not lead; ask server "
                        + leader.get().id() + " at " + leader.get().client(), leader);
    }

    /** The server to ask instead, if it is known. */
    public Optional<ServerAddress> leader() {
        return leader;
    }
}
