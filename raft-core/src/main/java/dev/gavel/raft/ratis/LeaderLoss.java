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
 * Notices that the leader's process died, long before its silence would tell. The connection over
 * which it sent entries breaks, and its port takes no other. {@link Succession} then settles which
 * server stands for election. All else is left to the elections of Ratis, which begin once the
 * leader has been silent for the configured time.
 *
 * @see "docs/adr/0071-elections-when-a-leader-dies.md"
 */
final class LeaderLoss implements EntryStreams.Hearer {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);
    private static final int CONNECT_MILLIS = 50;
    /**
     * Pause between two looks. A process that ends closes its connections and its port one after
     * another.
     */
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long ASK_AGAIN_MILLIS = 100;
    private static final long MUCH_TO_APPLY = 100;
    /**
     * How long it looks. A leader that lives has sent something by then, and Ratis has long missed
     * one that vanished.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int self;
    private final Members members;
    private final VoteGate gate;
    /**
     * Leaders of which a stream broke and that were not heard since, with the thread that looks
     * whether they are lost.
     */
    private final Map<Integer, Thread> suspects = new ConcurrentHashMap<>();
    private final EntryStreams streams = new EntryStreams(this);
    private volatile @Nullable Replica replica;

    /** The replica behind the port. */
    interface Replica {

        /** The leader it follows, if it knows one. */
        Optional<Peer> leader();

        /** Where its log ends; empty while the log is empty. */
        Optional<LogEnd> logEnd();

        /**
         * Where the log of {@code peer} ends, once it has heard the last of the leader; empty if it
         * does not say.
         */
        Optional<LogEnd> logEndOf(int peer);

        /** How many committed entries it has not applied yet. */
        long behind();

        /**
         * Has {@code candidate} stand for election at once, as if {@code leader} had asked it to
         * take over. The candidate may be this replica. Its log ends at {@code end}.
         *
         * @return whether it heard that; it then stands, or has a reason not to
         */
        boolean letStand(int candidate, LogEnd end, int leader);
    }

    /**
     * A watch that notices nothing before {@link #watch}.
     *
     * @param gate shut while this replica is not to be elected
     */
    LeaderLoss(int self, Members members, VoteGate gate) {
        this.self = self;
        this.members = members;
        this.gate = gate;
    }

    /** Watches from now on; the entries at the port are for {@code behindThePort}. */
    void watch(Replica behindThePort) {
        replica = behindThePort;
    }

    /** The interceptor for Ratis' port. */
    EntryStreams streams() {
        return streams;
    }

    /** Notes that {@code sender} lives. */
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

    /**
     * Whether {@code present} still follows {@code leader}, and may stand if that leader is gone.
     */
    private boolean isLost(Replica present, int leader) {
        return !gate.isShut() && members.now().peer(self).isPresent()
                && present.leader().filter(peer -> peer.id() == leader).isPresent();
    }

    @Override
    public boolean mayStand() {
        var present = replica;
        return present != null && mayStand(present);
    }

    /**
     * Whether it may stand. With much to apply it could be elected, but not answer until that is
     * applied.
     */
    private static boolean mayStand(Replica present) {
        return present.behind() <= MUCH_TO_APPLY;
    }

    /**
     * Looks again and again, since on a busy machine everything comes late: the end of the process,
     * the answers of the others, the election.
     */
    private void look(Replica present, int leader) throws InterruptedException {
        var since = System.nanoTime();
        var hasEnded = false;
        var succession = new Succession(self, leader, members, present);
        while (Thread.currentThread().equals(suspects.get(leader)) && isLost(present, leader)) {
            var lost = members.now().peer(leader);
            if (lost.isEmpty() || System.nanoTime() - since > PATIENCE.toNanos()) {
                LOG.info("the connection from server {}, which leads, broke; it did not become"
                        + " clear whether that server has ended, and which server should lead next",
                        leader);
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
