package dev.gavel.raft.ratis;

import dev.gavel.raft.LogExtent;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Restored;
import dev.gavel.raft.log.Applier;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reports how one replica stands, and what it found when it started. */
final class Report {

    private static final Duration REPLAY_LOOK_EVERY = Duration.ofMillis(5);

    private final ReplicaConfig config;
    private final Members members;
    private final RatisNode node;
    private final RaftServer.Division division;
    private final Applier<?, ?> applier;
    private final LongSupplier snapshotIndex;
    private final List<Supplier<Optional<String>>> obstacles;
    private final Restored restored;
    private final CompletableFuture<Restored.Replayed> replayed = new CompletableFuture<>();

    /**
     * The report of one replica.
     *
     * @param snapshotIndex index of its newest snapshot; -1 for none
     * @param obstacles what may keep it from taking traffic beside replication itself, the gravest
     *        first
     * @param beganNanos when it was started
     */
    Report(ReplicaConfig config, Members members, RatisNode node, Applier<?, ?> applier,
            LongSupplier snapshotIndex, List<Supplier<Optional<String>>> obstacles,
            long beganNanos) throws IOException {
        this.config = config;
        this.members = members;
        this.node = node;
        this.division = node.division();
        this.applier = applier;
        this.snapshotIndex = snapshotIndex;
        this.obstacles = List.copyOf(obstacles);
        this.restored = restored(System.nanoTime() - beganNanos);
    }

    private Restored restored(long tookNanos) throws IOException {
        var vote = division.getRaftStorage().getMetadataFile().getMetadata();
        var log = division.getRaftLog();
        Optional<RaftPeerId> votedFor = Optional.ofNullable(vote.getVotedFor())
                .filter(id -> id.toString().startsWith("server-"));
        return new Restored(vote.getTerm(), votedFor.map(RatisProperties::number),
                log.getStartIndex(), node.lastIndex(), snapshotIndex.getAsLong(),
                Duration.ofNanos(tookNanos));
    }

    /** The state that it found at its start. */
    Restored restored() {
        return restored;
    }

    /** Completes when everything that was committed when it joined the others is applied. */
    CompletableFuture<Restored.Replayed> replayed() {
        return replayed;
    }

    /** Waits for the replay; returns early when the thread is interrupted. */
    void awaitReplay(long beganNanos) {
        try {
            while (!isReplayed()) {
                Thread.sleep(REPLAY_LOOK_EVERY);
            }
            var from = Math.max(restored.snapshotIndex(), -1);
            var until = Math.min(division.getInfo().getLastAppliedIndex(), restored.logEndIndex());
            replayed.complete(new Restored.Replayed(Math.max(0, until - from),
                    Duration.ofNanos(System.nanoTime() - beganNanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReplayed() {
        var committed = division.getRaftLog().getLastCommittedIndex();
        return division.getInfo().getLeaderId() != null && committed >= 0
                && members.whyNone().isEmpty()
                && isToldOf(committed, restored.logEndIndex(), node.log().lastEntry(),
                        division.getInfo().getCurrentTerm())
                && division.getInfo().getLastAppliedIndex() >= committed;
    }

    /**
     * Whether {@code committed} comes from the present leader. A follower learns which server leads
     * before its log is found to fit. Until then it may take nothing at all for committed.
     */
    static boolean isToldOf(long committed, long logEndAtStart, Optional<TermIndex> last,
            long term) {
        return committed >= logEndAtStart || last.filter(
                entry -> entry.getIndex() == committed && entry.getTerm() == term).isPresent();
    }

    /** The present status. */
    ReplicaStatus status() {
        var info = division.getInfo();
        var log = division.getRaftLog();
        var digest = applier.digest();
        var leader = info.isLeader() ? Optional.of(config.self())
                : node.others().leader().map(Peer::id);
        var role = !info.isAlive() ? ReplicaStatus.Role.NONE : switch (info.getCurrentRole()) {
            case LEADER -> ReplicaStatus.Role.LEADER;
            case CANDIDATE -> ReplicaStatus.Role.CANDIDATE;
            default -> ReplicaStatus.Role.FOLLOWER;
        };
        var why = notReady(leader.isPresent(), info.isLeader() && !info.isLeaderReady());
        var extent = new LogExtent(log.getLastCommittedIndex(), applier.view().at().index(),
                log.getStartIndex(), node.lastIndex(), snapshotIndex.getAsLong());
        return new ReplicaStatus(config.self(), role, info.getCurrentTerm(), leader, extent,
                digest.index(), digest.digest(), why.isEmpty(), why);
    }

    private String notReady(boolean leaderKnown, boolean leaderStarting) {
        for (var obstacle : obstacles) {
            var why = obstacle.get();
            if (why.isPresent()) {
                return why.get();
            }
        }
        if (!leaderKnown) {
            return "no leader: waiting for a majority of the " + members.now().peers().size()
                    + " servers";
        }
        if (leaderStarting) {
            return "the new leader is not ready yet";
        }
        return replayed.isDone() ? "" : "replaying the log";
    }
}
