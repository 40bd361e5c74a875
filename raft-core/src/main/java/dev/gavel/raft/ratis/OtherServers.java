package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpcWithProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The other servers as this one sees them. It asks them over the connections that Ratis has to
 * them, and knows what Ratis has heard from them. A server that does not answer is no error; the
 * answer is then empty.
 */
final class OtherServers
        implements
            LeaderLoss.Replica,
            DigestAccord.Others,
            Recall.Others,
            LineWatch.Lines,
            AppliedGuard.Log {

    private static final Logger LOG = LoggerFactory.getLogger(OtherServers.class);
    private static final int REACHED_MILLIS = 500;
    private static final long TERMS_WITHIN_MILLIS = 1_000;

    private final int self;
    private final Members members;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final OwnLog log;
    private final LongSupplier nextCall;

    /**
     * The others, as the server {@code self} sees them.
     *
     * @param division its part in the group
     * @param log its own log
     * @param nextCall numbers its questions, below 0, which tells them from the calls of Ratis
     */
    OtherServers(int self, Members members, RaftServer server, RaftServer.Division division,
            OwnLog log, LongSupplier nextCall) {
        this.self = self;
        this.members = members;
        this.server = server;
        this.division = division;
        this.log = log;
        this.nextCall = nextCall;
    }

    @Override
    public boolean leads() {
        return division.getInfo().isLeader();
    }

    @Override
    public Optional<LogEnd> logEnd() {
        return log.end();
    }

    @Override
    public long behind() {
        return log.behind();
    }

    @Override
    public boolean contradicts(LogEntryProto entry) {
        return log.contradicts(entry);
    }

    @Override
    public OptionalLong appliedTerm(long index) {
        return log.appliedTerm(index);
    }

    /** The other server that leads, if this server knows one. */
    @Override
    public Optional<Peer> leader() {
        return Optional.ofNullable(division.getInfo().getLeaderId())
                .filter(id -> !id.equals(RatisProperties.peerId(self)) && !id.toString().isEmpty())
                .flatMap(members::peer);
    }

    @Override
    public Optional<Integer> leading() {
        return leads() ? Optional.of(self) : leader().map(Peer::id);
    }

    /** Ids of followers that answered within {@code recent}. */
    @Override
    public List<Integer> heardWithin(Duration recent) {
        return division.getInfo()
                .getRoleInfoProto()
                .getLeaderInfo()
                .getFollowerInfoList()
                .stream()
                .filter(follower -> follower.getLastRpcElapsedTimeMs() < recent.toMillis())
                .map(follower -> RatisProperties
                        .number(RaftPeerId.valueOf(follower.getId().getId())))
                .toList();
    }

    /** Whether this server leads, and with those that answered within {@code recent} is a majority. */
    boolean hearsMajority(Duration recent) {
        var ids = members.now().ids();
        return leads() && (heardWithin(recent).stream().filter(ids::contains).count() + 1)
                * 2 > ids.size();
    }

    @Override
    public Collection<CommitInfoProto> commits() {
        try {
            return division.getCommitInfos();
        } catch (IllegalStateException closed) {
            LOG.debug("the log is closed", closed);
            return List.of();
        }
    }

    /** Up to where {@code peer} is known to have the committed log; empty if it has not said. */
    OptionalLong committedBy(int peer) {
        var id = RatisProperties.peerId(peer).toByteString();
        return commits().stream()
                .filter(info -> info.getServer().getId().equals(id))
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max();
    }

    /** Their ids, as far as this server knows the members. */
    List<Integer> ids() {
        return members.now().ids().stream().filter(id -> id != self).toList();
    }

    @Override
    public boolean knowsOthers() {
        return !ids().isEmpty();
    }

    @Override
    public Map<Integer, OptionalLong> termsElsewhere(long index) {
        var ids = ids();
        var said = new ConcurrentHashMap<Integer, OptionalLong>();
        var answers = new CountDownLatch(ids.size());
        for (var id : ids) {
            Thread.ofVirtual().name("term-" + id).start(() -> {
                try {
                    termOf(id, index).ifPresent(term -> said.put(id, term));
                } finally {
                    answers.countDown();
                }
            });
        }
        try {
            var unused = answers.await(TERMS_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Map.copyOf(said);
    }

    /** The answer of {@code peer}; empty if it gives none. */
    private Optional<OptionalLong> termOf(int peer, long index) {
        return ask(peer, "of which term its entry " + index + " is",
                TermQuestion.of(to(peer), term(), index),
                reply -> Optional.of(TermQuestion.answer(reply)));
    }

    @Override
    public Optional<LogEnd> logEndOf(int peer) {
        return ask(peer, "how long its log is", LogQuestion.of(to(peer), term()),
                LogQuestion::answer);
    }

    @Override
    public Optional<Bytes> digestOf(int peer, long index) {
        return ask(peer, "what its digest was", DigestQuestion.of(to(peer), term(), index),
                DigestQuestion::answer);
    }

    @Override
    public Optional<MemoryQuestion.Answer> memoryOf(int peer, long starts, long nonce) {
        return ask(peer, "what it remembers",
                MemoryQuestion.of(to(peer), term(), starts, nonce),
                reply -> Optional.of(MemoryQuestion.answer(reply)));
    }

    /** The answer of {@code peer}; empty if it gives none, or none that can be read. */
    private <T> Optional<T> ask(int peer, String what, RequestVoteRequestProto question,
            Function<RequestVoteReplyProto, Optional<T>> answer) {
        try {
            return answer.apply(server.getServerRpc().requestVote(question));
        } catch (IOException | RuntimeException e) {
            LOG.debug("server {} does not say {}", peer, what, e);
            return Optional.empty();
        }
    }

    private long term() {
        return division.getInfo().getCurrentTerm();
    }

    @Override
    public boolean reaches(int peer) {
        return members.now().peer(peer).filter(OtherServers::takesConnections).isPresent();
    }

    private static boolean takesConnections(Peer peer) {
        var address = peer.raftAddress();
        var colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), REACHED_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void renew(int peer) {
        if (server.getServerRpc() instanceof RaftServerRpcWithProxy<?, ?> lines) {
            lines.getProxies().resetProxy(RatisProperties.peerId(peer));
        }
    }

    @Override
    public boolean letStand(int candidate, LogEnd end, int leader) {
        var request = StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(Speaker.onBehalf(call(leader, candidate),
                        RatisProperties.peerId(self)))
                .setLeaderLastEntry(end.entry().toProto())
                .build();
        try {
            var reply = candidate == self ? server.startLeaderElection(request)
                    : server.getServerRpc().startLeaderElection(request);
            LOG.debug("server {} was asked to stand for election: {}", candidate,
                    reply.getServerReply().getSuccess());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.info("server {} cannot stand for election now: {}", candidate, e.toString());
            return false;
        }
    }

    private RaftRpcRequestProto to(int peer) {
        return call(self, peer);
    }

    private RaftRpcRequestProto call(int sender, int receiver) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(RatisProperties.peerId(sender).toByteString())
                .setReplyId(RatisProperties.peerId(receiver).toByteString())
                .setRaftGroupId(RaftGroupIdProto.newBuilder()
                        .setId(division.getMemberId().getGroupId().toByteString()))
                .setCallId(nextCall.getAsLong())
                .build();
    }
}
