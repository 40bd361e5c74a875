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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the leader's process died, long before its silence would tell: the connection it sent
 * entries over breaks, and its port takes no other. {@link Succession} then settles who stands for
 * election. Whatever does not go as hoped is left to the elections of Ratis, which begin when the leader has
 * been silent for the time configured.
 *
 * @see "docs/adr/0071-elections-when-a-leader-dies.md"
 */
final class LeaderLoss implements EntryStreams.Hearer {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);
    private static final int CONNECT_MILLIS = 50;
    /** A process that ends closes its connections and its port one after another. */
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long ASK_AGAIN_MILLIS = 100;
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

        /**
         * Has {@code candidate}, which may be this one, and whose log ends at {@code end}, stand for election
         * at once, as if {@code leader} had asked it to take over.
         *
         * @return whether it heard that; it stands now, or has a reason not to
         */
        boolean letStand(int candidate, LogEnd end, int leader);
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

    @Override
    public boolean mayStand() {
        var present = replica;
        return present != null && mayStand(present);
    }

    /** One that still has much to apply could be elected, but not answer until it has. */
    private static boolean mayStand(Replica present) {
        return present.behind() <= MUCH_TO_APPLY;
    }

    /**
     * Looks again and again, since on a busy machine everything comes late: the end of the process, the
     * answers of the others, the election.
     */
    private void look(Replica present, int leader) throws InterruptedException {
        var since = System.nanoTime();
        var hasEnded = false;
        var succession = new Succession(self, leader, members, present);
        while (Thread.currentThread().equals(suspects.get(leader)) && isLost(present, leader)) {
            var lost = members.now().peer(leader);
            if (lost.isEmpty() || System.nanoTime() - since > PATIENCE.toNanos()) {
                LOG.info("a stream from server {}, which leads, broke; whether it has ended, and"
                        + " who is to follow it, did not become clear", leader);
                return;
            }
            hasEnded = hasEnded || (!streams.areOpen(leader) && takesNoConnections(lost.get()));
            var next = hasEnded ? succession.next(mayStand(present))
                    : Optional.<Succession.Candidate>empty();
            if (next.isPresent() && isLost(present, leader)) {
                LOG.info(
                        "server {} led and its process has ended: server {} is to stand for election",
                        leader, next.get().id());
                succession.letStand(next.get());
            }
            TimeUnit.MILLISECONDS.sleep(hasEnded && next.isEmpty() ? ASK_AGAIN_MILLIS
                    : LOOK_EVERY_MILLIS);
        }
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
}
