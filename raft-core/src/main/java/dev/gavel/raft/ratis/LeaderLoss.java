package dev.gavel.raft.ratis;

import dev.gavel.raft.Peer;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the leader's process died, long before its silence would tell: the connection it sent
 * entries over breaks, and its port takes no other. The members that are left then stand for election at
 * once, the one with the longest log first. Whatever does not go as hoped is left to the elections of Ratis,
 * which begin when the leader has been silent for the time configured.
 *
 * @see "docs/adr/0071-elections-when-a-leader-dies.md"
 */
final class LeaderLoss implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);
    private static final String ENTRIES = "appendEntries";
    private static final int CONNECT_MILLIS = 50;
    /** A process that ends closes its connections and its port one after another. */
    private static final long LOOK_EVERY_MILLIS = 10;
    /** Time for the others to notice as well, so that their logs stay as they are. */
    private static final long OTHERS_NOTICE_MILLIS = 20;
    private static final long OTHERS_ANSWER_MILLIS = 500;
    /** Longer than an election takes. */
    private static final long TURN_MILLIS = 100;
    private static final long MUCH_TO_APPLY = 100;
    /** A leader that lives has sent something by then, and one that vanished is long missed by Ratis. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int self;
    private final Members members;
    private final VoteGate gate;
    /** Leaders of which a stream broke, and that were not heard since; who looks whether they are lost. */
    private final Map<Integer, Thread> suspects = new ConcurrentHashMap<>();
    private volatile @Nullable Replica replica;

    /** What is asked of the replica behind the port. */
    interface Replica {

        /** The leader it follows, if it knows one. */
        Optional<Peer> leader();

        /** Last entry of its log. */
        Optional<TermIndex> lastEntry();

        /** Last entry of the log of {@code peer}; empty when it does not say. */
        Optional<TermIndex> lastEntryOf(int peer);

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

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var listener = next.startCall(call, headers);
        return ENTRIES.equals(call.getMethodDescriptor().getBareMethodName())
                ? new Entries<>(listener)
                : listener;
    }

    /** Entries as they come from one server. */
    private final class Entries<Q> extends SimpleForwardingServerCallListener<Q> {

        private int sender = -1;

        Entries(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onMessage(Q message) {
            if (sender < 0 && message instanceof AppendEntriesRequestProto entries) {
                sender = RatisProperties.number(
                        RaftPeerId.valueOf(entries.getServerRequest().getRequestorId()));
            }
            heard(sender);
            super.onMessage(message);
        }

        @Override
        public void onCancel() {
            super.onCancel();
            broken(sender);
        }
    }

    /** {@code sender} lives. */
    void heard(int sender) {
        if (!suspects.isEmpty()) {
            suspects.remove(sender);
        }
    }

    /** A stream of entries from {@code sender} broke. */
    void broken(int sender) {
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
        while (Thread.currentThread().equals(suspects.get(leader)) && isLost(present, leader)) {
            var lost = members.now().peer(leader);
            if (lost.isEmpty() || System.nanoTime() - since > PATIENCE.toNanos()) {
                LOG.info("a stream from server {}, which leads, broke; whether it has ended, and"
                        + " who is to follow it, did not become clear", leader);
                return;
            }
            if (endedAt == 0 && !takesNoConnections(lost.get())) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                continue;
            }
            if (endedAt == 0) {
                endedAt = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(OTHERS_NOTICE_MILLIS);
            }
            var waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedAt)
                    - OTHERS_NOTICE_MILLIS;
            var left = toWait(present, leader) - waited;
            if (left <= 0 && isLost(present, leader)) {
                LOG.info("server {} led and its process has ended: standing for election", leader);
                present.standInPlaceOf(leader);
            }
            TimeUnit.MILLISECONDS.sleep(Math.clamp(left, LOOK_EVERY_MILLIS, TURN_MILLIS));
        }
    }

    /** How long after {@code leader} ended it is this replica's turn; not in time while no majority answers. */
    private long toWait(Replica present, int leader) throws InterruptedException {
        var own = present.lastEntry();
        var others = othersLogs(present, leader);
        var isMajority = (others.size() + 1) * 2 > members.now().peers().size();
        if (own.isEmpty() || !isMajority) {
            LOG.debug("server {} has ended, but no majority answers: {}", leader, others);
            return PATIENCE.toMillis();
        }
        var turn = turn(present, own.get(), leader, others);
        LOG.debug("server {} has ended; the log ends with {}, of the others with {}: {} go first",
                leader, own.get(), others, turn);
        return turn * TURN_MILLIS;
    }

    /**
     * How many others are to try before: those with a longer log or with a lower id and one as long, or of
     * which nothing is known; and everybody while this replica still has much to apply before it could lead.
     */
    private long turn(Replica present, TermIndex own, int leader,
            Map<Integer, TermIndex> others) {
        var ids = members.now().ids();
        if (present.behind() > MUCH_TO_APPLY) {
            return ids.size();
        }
        return ids.stream().filter(id -> id != self && id != leader).filter(id -> {
            var compared = others.getOrDefault(id, own).compareTo(own);
            return compared > 0 || (compared == 0 && id < self);
        }).count();
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

    /** Last entries of the others, of those that say so in time. */
    private Map<Integer, TermIndex> othersLogs(Replica present, int leader)
            throws InterruptedException {
        var others = members.now()
                .peers()
                .stream()
                .map(Peer::id)
                .filter(id -> id != self && id != leader)
                .toList();
        var found = new ConcurrentHashMap<Integer, TermIndex>();
        var answers = new CountDownLatch(others.size());
        for (var id : others) {
            Thread.ofVirtual().start(() -> {
                try {
                    present.lastEntryOf(id).ifPresent(entry -> found.put(id, entry));
                } finally {
                    answers.countDown();
                }
            });
        }
        var unused = answers.await(OTHERS_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        return Map.copyOf(found);
    }
}
