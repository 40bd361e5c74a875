package dev.gavel.raft.ratis;

import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the member that is to stand for election after a leader whose process has ended. That is
 * the member with the longest log; of logs as long, the one with the lowest id. Each member that
 * knows asks it to stand. So a member that is slow to find out is not overtaken by another. If two
 * stand in the same term, they take each other's votes, and only the elections of Ratis follow. The
 * next in line has its turn if the first did not hear, or nothing came of it. Belongs to one
 * thread.
 *
 * @see "docs/adr/0071-elections-when-a-leader-dies.md"
 */
final class Succession {

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    private static final long OTHERS_ANSWER_MILLIS = 500;
    /** How long a candidate has: much longer than it takes to gather votes. */
    private static final Duration ELECTION = Duration.ofSeconds(1);

    private final int self;
    private final int leader;
    private final Members members;
    private final LeaderLoss.Replica replica;
    /** Where the logs end, also of those that answered once and are slow now. */
    private final Map<Integer, LogEnd> ends = new HashMap<>();
    /** Until when members that were asked to stand are waited for, by {@link System#nanoTime}. */
    private final Map<Integer, Long> turnsEnd = new HashMap<>();

    /** A member, and where its log ends. */
    record Candidate(int id, LogEnd end) {}

    /** The succession after {@code leader}, as {@code self} sees it, which is {@code replica}. */
    Succession(int self, int leader, Members members, LeaderLoss.Replica replica) {
        this.self = self;
        this.leader = leader;
        this.members = members;
        this.replica = replica;
    }

    /**
     * Asks the others where their logs end, and tells which member is to stand now.
     *
     * @param mayStand whether this replica itself may stand before all others had their turn
     * @return empty while no majority answers, or while a member stands already or has its turn
     */
    Optional<Candidate> next(boolean mayStand) throws InterruptedException {
        var answers = ask();
        var end = replica.logEnd();
        var isMajority = (answers.size() + 1) * 2 > members.now().peers().size();
        if (end.isEmpty() || !isMajority || answers.values()
                .stream()
                .anyMatch(other -> other.term() > end.get().term())) {
            LOG.debug("no election yet: own log {}, of the others {}", end, answers);
            return Optional.empty();
        }
        ends.putAll(answers);
        ends.put(self, end.get());
        var now = System.nanoTime();
        var line = line(mayStand);
        LOG.debug("logs end at {}: {} stand one after another", ends, line);
        for (var candidate : line) {
            var turnEnds = turnsEnd.get(candidate.id());
            if (turnEnds == null) {
                return Optional.of(candidate);
            }
            if (turnEnds - now > 0) {
                return Optional.empty();
            }
        }
        turnsEnd.clear();
        return Optional.empty();
    }

    /** Has {@code candidate} stand, which was {@link #next}. */
    void letStand(Candidate candidate) throws InterruptedException {
        var asking = new FutureTask<>(
                () -> replica.letStand(candidate.id(), candidate.end(), leader));
        Thread.ofVirtual().start(asking);
        var heard = false;
        try {
            heard = asking.get(OTHERS_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("server {} does not say whether it stands for election: {}", candidate.id(),
                    e.toString());
        }
        turnsEnd.put(candidate.id(), System.nanoTime() + (heard ? ELECTION.toNanos() : 0));
    }

    private List<Candidate> line(boolean mayStand) {
        Comparator<Candidate> order = Comparator
                .comparing(candidate -> candidate.id() == self && !mayStand);
        return ends.entrySet()
                .stream()
                .map(known -> new Candidate(known.getKey(), known.getValue()))
                .filter(candidate -> members.now().peer(candidate.id()).isPresent())
                .sorted(order
                        .thenComparing(candidate -> candidate.end().entry(),
                                Comparator.reverseOrder())
                        .thenComparingInt(Candidate::id))
                .toList();
    }

    /** The ends of the logs of members that answer in time. */
    private Map<Integer, LogEnd> ask() throws InterruptedException {
        var others = members.now()
                .ids()
                .stream()
                .filter(id -> id != self && id != leader)
                .toList();
        var found = new ConcurrentHashMap<Integer, LogEnd>();
        var answers = new CountDownLatch(others.size());
        for (var id : others) {
            Thread.ofVirtual().start(() -> {
                try {
                    replica.logEndOf(id).ifPresent(end -> found.put(id, end));
                } finally {
                    answers.countDown();
                }
            });
        }
        var unused = answers.await(OTHERS_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        return Map.copyOf(found);
    }
}
