package dev.gavel.raft.ratis;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the leader's process died, long before its silence would tell: the connection it sent
 * entries over breaks, and its port takes no other. Of the members that are left, the one with the longest
 * log then stands for election at once; the others let it, as long as it answers. Whatever does not go as
 * hoped is left to the elections of Ratis, which begin when the leader has been silent for the time
 * configured.
 *
 * @see "docs/adr/0071-elections-when-a-leader-dies.md"
 */
final class LeaderLoss implements EntryStreams.Hearer {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);
    private static final int CONNECT_MILLIS = 50;
    /** A process that ends closes its connections and its port one after another. */
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long OTHERS_ANSWER_MILLIS = 500;
    private static final long ASK_AGAIN_MILLIS = 100;
    /**
     * Longer than it takes to stand, which includes writing the term to the disk: two that stand in the same
     * term take each other's votes.
     */
    private static final long TURN_MILLIS = 300;
    private static final long MUCH_TO_APPLY = 100;
    /** A leader that lives has sent something by then, and one that vanished is long missed by Ratis. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int self;
    private final Members members;
    private final VoteGate gate;
    /** Leaders of which a stream broke, and that were not heard since; who looks whether they are lost. */
    private final Map<Integer, Thread> suspects = new ConcurrentHashMap<>();
    private final EntryStreams streams = new EntryStreams(this);
    private volatile @Nullable Replica replica;

    /** What is asked of the replica behind the port. */
    interface Replica {

        /** The leader it follows, if it knows one. */
        Optional<Peer> leader();

        /** Where it stands; empty while its log is. */
        Optional<LogEnd> logEnd();

        /** Where {@code peer} stands, once it has heard the last of the leader; empty when it does not say. */
        Optional<LogEnd> logEndOf(int peer);

        /** How many committed entries it has not applied yet. */
        long behind();

        /** Stands for election at once, as if {@code leader} had asked it to take over. */
        void standInPlaceOf(int leader);
    }

    /**
     * Nothing is noticed before {@link #watch}.
     *
     * @param gate shut while this replica is not to be elected
     */
    LeaderLoss(int self, Members members, VoteGate gate) {
        this.self = self;
        this.members = members;
        this.gate = gate;
    }

    /** From now on; {@code behindThePort} is the one the entries are for. */
    void watch(Replica behindThePort) {
        replica = behindThePort;
    }

    /** What is to be in front of Ratis' port. */
    EntryStreams streams() {
        return streams;
    }

    /** {@code sender} lives. */
    @Override
    public void heard(int sender) {
        if (!suspects.isEmpty()) {
            suspects.remove(sender);
        }
    }

    @Override
    public OptionalInt leaderIn(long term) {
        var present = replica;
        return present == null || present.logEnd().filter(own -> own.term() == term).isEmpty()
                ? OptionalInt.empty()
                : present.leader().stream().mapToInt(Peer::id).findAny();
    }

    @Override
    public void broken(int sender) {
        var present = replica;
        if (present == null || !isLost(present, sender)) {
            return;
        }
        var looking = Thread.ofVirtual().name("leader-loss-" + self).unstarted(() -> {
            try {
                look(present, sender);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                suspects.remove(sender, Thread.currentThread());
            }
        });
        if (suspects.putIfAbsent(sender, looking) == null) {
            looking.start();
        }
    }

    /** Whether {@code present} would follow {@code leader} yet, and may stand where that is gone. */
    private boolean isLost(Replica present, int leader) {
        return !gate.isShut() && members.now().peer(self).isPresent()
                && present.leader().filter(peer -> peer.id() == leader).isPresent();
    }

    /**
     * Looks again and again, since on a busy machine everything comes late: the end of the process, the
     * answers of the others, the election.
     */
    private void look(Replica present, int leader) throws InterruptedException {
        var since = System.nanoTime();
        var endedAt = 0L;
        var others = new Others(present, leader);
        while (Thread.currentThread().equals(suspects.get(leader)) && isLost(present, leader)) {
            var lost = members.now().peer(leader);
            if (lost.isEmpty() || System.nanoTime() - since > PATIENCE.toNanos()) {
                LOG.info("a stream from server {}, which leads, broke; whether it has ended, and"
                        + " who is to follow it, did not become clear", leader);
                return;
            }
            if (endedAt == 0 && (streams.areOpen(leader) || !takesNoConnections(lost.get()))) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                continue;
            }
            endedAt = endedAt == 0 ? System.nanoTime() : endedAt;
            var turn = turn(present, others);
            var left = turn.isPresent() ? turn.getAsInt() * TURN_MILLIS
                    - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedAt)
                    : ASK_AGAIN_MILLIS;
            if (left <= 0 && isLost(present, leader)) {
                LOG.info("server {} led and its process has ended: standing for election", leader);
                present.standInPlaceOf(leader);
            }
            TimeUnit.MILLISECONDS.sleep(Math.clamp(left, LOOK_EVERY_MILLIS, ASK_AGAIN_MILLIS));
        }
    }

    /**
     * How many others are to try before: those with a longer log, or with a lower id and one as long, or of
     * which nothing is known; and everybody while this replica still has much to apply before it could lead.
     *
     * @return empty when it is not to try: no majority answers, or somebody stands already
     */
    private OptionalInt turn(Replica present, Others others) throws InterruptedException {
        var answers = others.ask();
        var own = present.logEnd();
        var isMajority = (answers.size() + 1) * 2 > members.now().peers().size();
        if (own.isEmpty() || !isMajority || answers.values()
                .stream()
                .anyMatch(other -> other.term() > own.get().term())) {
            LOG.debug("not standing for election yet: own log {}, of the others {}", own, answers);
            return OptionalInt.empty();
        }
        var turn = present.behind() > MUCH_TO_APPLY ? members.now().peers().size()
                : others.before(own.get());
        LOG.debug("own log {}, of the others {}: {} go first", own, answers, turn);
        return OptionalInt.of(turn);
    }

    private static boolean takesNoConnections(Peer peer) {
        var address = peer.raftAddress();
        var colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unclear) {
            return false;
        }
    }

    /** The members that are left, and what they have said so far. */
    private final class Others {

        private final Replica present;
        private final int leader;
        private final Map<Integer, LogEnd> known = new HashMap<>();

        Others(Replica present, int leader) {
            this.present = present;
            this.leader = leader;
        }

        /** Where those stand that answer in time. */
        Map<Integer, LogEnd> ask() throws InterruptedException {
            var others = ids();
            var found = new ConcurrentHashMap<Integer, LogEnd>();
            var answers = new CountDownLatch(others.size());
            for (var id : others) {
                Thread.ofVirtual().start(() -> {
                    try {
                        present.logEndOf(id).ifPresent(end -> found.put(id, end));
                    } finally {
                        answers.countDown();
                    }
                });
            }
            var unused = answers.await(OTHERS_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            var inTime = Map.copyOf(found);
            known.putAll(inTime);
            return inTime;
        }

        private List<Integer> ids() {
            return members.now()
                    .ids()
                    .stream()
                    .filter(id -> id != self && id != leader)
                    .toList();
        }

        /** How many are to stand before {@code own}, also of those that answered once and are slow now. */
        int before(LogEnd own) {
            return (int) ids().stream().filter(id -> {
                var compared = known.getOrDefault(id, own).entry().compareTo(own.entry());
                return compared > 0 || (compared == 0 && id < self);
            }).count();
        }
    }
}
