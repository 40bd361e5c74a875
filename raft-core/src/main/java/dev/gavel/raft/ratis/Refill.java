package dev.gavel.raft.ratis;

import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps a server whose log lost its end out of elections until a leader that the others elected has
 * given it everything back. It copies entries and acknowledges them meanwhile: those it then has.
 *
 * <p>It is done when the log reaches what was promised, or holds an entry of a term later than any this
 * server has acknowledged in: that leader's log holds all that was committed before.
 *
 * @see "docs/adr/0009-promises.md"
 */
final class Refill {

    private static final Logger LOG = LoggerFactory.getLogger(Refill.class);

    private final Promises promises;
    private final VoteGate gate;
    private final RatisNode node;
    private final RaftServer.Division division;
    private final long promised;
    private final long termBefore;
    private boolean isHeld;
    private volatile boolean done;

    /**
     * Of one server.
     *
     * @param isShort whether there is anything to be refilled
     */
    Refill(boolean isShort, Promises promises, VoteGate gate, RatisNode node) throws IOException {
        this.done = !isShort;
        this.promises = promises;
        this.gate = gate;
        this.node = node;
        this.division = node.division();
        this.promised = promises.mark();
        this.termBefore = division.getRaftStorage().getMetadataFile().getMetadata().getTerm();
    }

    /** Why this server takes no part in elections; empty when it does. */
    Optional<String> why() {
        return done ? Optional.empty()
                : Optional.of(
                        "its log lost its end and is refilled by the others: at index "
                                + division.getRaftLog().getFlushIndex() + " of " + promised);
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        if (done) {
            return;
        }
        if (!isHeld && node.takesPart()) {
            node.elections(false); // it was started as no member, and is becoming one
            isHeld = true;
        }
        var log = division.getRaftLog();
        var end = Math.max(log.getFlushIndex(), log.getSnapshotIndex());
        var last = log.getTermIndex(log.getFlushIndex());
        if (end >= promised || (last != null && last.getTerm() > termBefore)) {
            promises.madeGood(end);
            gate.open();
            if (isHeld) {
                node.elections(true);
            }
            done = true;
            LOG.info("the log is whole again up to index {}: this server votes as before", end);
        }
    }
}
