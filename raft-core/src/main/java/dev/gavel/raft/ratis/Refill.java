package dev.gavel.raft.ratis;

import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps a server out of elections if its log lost its end, or its records turn out to be older than
 * others remember. It votes again once a leader that the others elected has given it everything
 * back. Meanwhile it copies entries and acknowledges those that it then has.
 *
 * <p>The refill is done when the log reaches the promise. It is also done when the log holds an
 * entry of a term later than any in which this server has acknowledged. That leader's log holds
 * everything that was committed before.
 *
 * @see "docs/adr/0009-promises.md, 0091-what-the-others-remember.md"
 */
final class Refill implements Recall.Shortage {

    private static final Logger LOG = LoggerFactory.getLogger(Refill.class);

    private final Promises promises;
    private final VoteGate gate;
    private final RatisNode node;
    private final RaftServer.Division division;
    private String cause = "its log lost its end and is";
    private long promised;
    private long termBefore;
    private boolean isHeld;
    private boolean done;

    /**
     * The refill of one server.
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
    synchronized Optional<String> why() {
        return done ? Optional.empty()
                : Optional.of((promised == PromiseMark.UNKNOWN
                        ? "it is not known how far it has promised to hold the log, and it is"
                        : cause) + " brought up to date by the others: at index "
                        + division.getRaftLog().getFlushIndex()
                        + (promised == PromiseMark.UNKNOWN ? "" : " of " + promised));
    }

    @Override
    public synchronized void openUnlessShort() {
        if (done) {
            gate.open();
        }
    }

    @Override
    public synchronized void missing(long index, long term, String because) {
        if (index <= end()) {
            return;
        }
        promised = Math.max(promised, index);
        termBefore = Math.max(termBefore, term);
        if (!done) {
            return;
        }
        gate.shut();
        done = false;
        cause = because + " and are";
        LOG.error("{}: this server has held the log up to index {}, and the log ends at {}. The"
                + " server takes no part in elections until the others have sent it the missing"
                + " entries", because, index, end());
        promises.lost(index);
        hold();
    }

    /** Holds it back; later, if it was started as no member and becomes one. */
    private void hold() {
        if (!isHeld && node.takesPart()) {
            node.elections(false);
            isHeld = true;
        }
    }

    @Override
    public synchronized boolean asksLeader() {
        return !done && promised == PromiseMark.UNKNOWN;
    }

    @Override
    public synchronized void leaderHas(long index, long term) {
        if (asksLeader()) {
            promised = index;
            termBefore = Math.max(termBefore, term);
        }
    }

    private long end() {
        var log = division.getRaftLog();
        return Math.max(log.getFlushIndex(), log.getSnapshotIndex());
    }

    /** Looks once; called by one thread, several times a second. */
    synchronized void look() {
        if (done) {
            return;
        }
        if (node.leads()) { // it had gathered votes before it knew
            node.stepDown();
        }
        hold();
        var log = division.getRaftLog();
        var end = end();
        var last = log.getTermIndex(log.getFlushIndex());
        if (end >= promised || (last != null && last.getTerm() > termBefore)) {
            promises.madeGood(end);
            gate.open();
            if (isHeld) {
                node.elections(true);
                isHeld = false;
            }
            done = true;
            LOG.info("the log is whole again up to index {}: this server votes as before", end);
        }
    }
}
