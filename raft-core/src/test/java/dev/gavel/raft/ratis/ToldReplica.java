package dev.gavel.raft.ratis;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.apache.ratis.server.protocol.TermIndex;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A replica whose log ends at entry 8 of term 1, and what it is told of the others. */
abstract class ToldReplica implements LeaderLoss.Replica {

    static final LogEnd OWN = end(1, 8);

    /** Where the logs of those end that answer. */
    final Map<Integer, LogEnd> logs = new ConcurrentHashMap<>();
    /** Whom it follows; below 0 nobody. */
    volatile int leads;

    ToldReplica(int leads) {
        this.leads = leads;
    }

    /** A log that ends with an entry of term 1, of a server that is in {@code term}. */
    static LogEnd end(long term, long index) {
        return new LogEnd(term, TermIndex.valueOf(1, index));
    }

    @Override
    public Optional<Peer> leader() {
        return Optional.of(leads).filter(id -> id >= 0).map(id -> new Peer(id, "elsewhere:1"));
    }

    @Override
    public Optional<LogEnd> logEnd() {
        return Optional.of(OWN);
    }

    @Override
    public Optional<LogEnd> logEndOf(int peer) {
        return Optional.ofNullable(logs.get(peer));
    }

    @Override
    public long behind() {
        return 0;
    }
}
