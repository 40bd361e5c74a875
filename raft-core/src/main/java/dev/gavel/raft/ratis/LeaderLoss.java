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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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
    /** A process that ends closes its connections and its port one after another. */
    private static final int LOOKS = 10;
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final int CONNECT_MILLIS = 50;
    /** Time for the others to notice as well, so that their logs stay as they are. */
    private static final long OTHERS_NOTICE_MILLIS = 20;
    private static final long OTHERS_ANSWER_MILLIS = 500;
    /** Longer than an election takes. */
    private static final long TURN_MILLIS = 100;
    private static final long MUCH_TO_APPLY = 100;

    private final int self;
    private final Members members;
    private final VoteGate gate;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable RatisNode node;

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

    /** From now on; {@code replica} is the one behind the port. */
    void watch(RatisNode replica) {
        node = replica;
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
            super.onMessage(message);
        }

        @Override
        public void onCancel() {
            super.onCancel();
            broken(sender);
        }
    }

    private void broken(int sender) {
        var replica = node;
        if (replica != null && isLost(replica, sender) && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("leader-loss-" + self).start(() -> {
                try {
                    look(replica, sender);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /** Whether {@code replica} would follow {@code leader} yet, and may stand where that is gone. */
    private boolean isLost(RatisNode replica, int leader) {
        return !gate.isShut() && members.now().peer(self).isPresent()
                && replica.leader().filter(peer -> peer.id() == leader).isPresent();
    }

    private void look(RatisNode replica, int leader) throws InterruptedException {
        var lost = members.now().peer(leader);
        if (lost.isEmpty() || !takesNoConnections(lost.get())) {
            LOG.debug("the stream from server {} broke, but its port is open", leader);
            return;
        }
        TimeUnit.MILLISECONDS.sleep(OTHERS_NOTICE_MILLIS);
        var others = othersLogs(replica, leader);
        var isMajority = (others.size() + 1) * 2 > members.now().peers().size();
        var own = replica.lastEntry();
        if (own.isEmpty() || !isMajority) {
            LOG.debug("server {} has ended, but no majority is left: {}", leader, others);
            return;
        }
        var turn = turn(replica, own.get(), leader, others);
        LOG.debug("server {} has ended; the log ends with {}, of the others with {}: {} go first",
                leader, own.get(), others, turn);
        TimeUnit.MILLISECONDS.sleep(TURN_MILLIS * turn);
        if (isLost(replica, leader)) {
            LOG.info("server {} led and its process has ended: standing for election", leader);
            replica.standInPlaceOf(leader);
        }
    }

    /**
     * How many others are to try before: those with a longer log or with a lower id and one as long, or of
     * which nothing is known; and everybody while this replica still has much to apply before it could lead.
     */
    private long turn(RatisNode replica, TermIndex own, int leader,
            Map<Integer, TermIndex> others) {
        var members = this.members.now().ids();
        if (replica.behind() > MUCH_TO_APPLY) {
            return members.size();
        }
        return members.stream().filter(id -> id != self && id != leader).filter(id -> {
            var compared = others.getOrDefault(id, own).compareTo(own);
            return compared > 0 || (compared == 0 && id < self);
        }).count();
    }

    private static boolean takesNoConnections(Peer peer) throws InterruptedException {
        var address = peer.raftAddress();
        var colon = address.lastIndexOf(':');
        for (var looks = 0; looks < LOOKS; looks++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            } catch (ConnectException refused) {
                return true;
            } catch (IOException unclear) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return false;
    }

    /** Last entries of the others, of those that say so in time. */
    private Map<Integer, TermIndex> othersLogs(RatisNode replica, int leader)
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
                    replica.lastEntryOf(id).ifPresent(entry -> found.put(id, entry));
                } finally {
                    answers.countDown();
                }
            });
        }
        var unused = answers.await(OTHERS_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        return Map.copyOf(found);
    }
}
