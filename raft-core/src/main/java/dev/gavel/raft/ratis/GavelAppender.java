package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.util.AwaitForSignal;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a leader's entries to one follower, as Ratis 3.3.0 does but for six things.
 * <ul>
 * <li>If a follower says that it holds less than it did, the leader believes it. Ratis goes on from
 * where the follower was, and sends nothing but heartbeats as long as that leader leads. So a
 * follower whose log lost its end would never get it back.
 * <li>A signal that comes just before the sender waits for it is not lost.
 * <li>The sender is woken only if there is something to send, not by each answer. That saves two
 * changes of threads for each entry and follower.
 * <li>A follower that hears of no further entry is told within {@value #TELL_COMMIT_MILLIS} ms how
 * far the log is committed. So its watchers need not wait for the next heartbeat.
 * <li>Its messages and their answers serve as {@link LeaderProof}.
 * <li>If an answer overtakes the message that is being made, it goes on. Ratis ends the sender, and
 * begins another for members only. So a newcomer would hear nothing more, and the change of members
 * that takes it in would wait in vain.
 * </ul>
 *
 * @see "docs/adr/0009-promises.md, 0069-fewer-changes-of-threads.md, 0090-proof-of-leading.md;
 *      docs/upstream/next-index-without-lock.md"
 */
final class GavelAppender extends GrpcLogAppender implements LeaderProof.Sender {

    /**
     * How soon a follower is told of a commit: long enough for the next entry to bring it along,
     * short for a watcher.
     */
    private static final long TELL_COMMIT_MILLIS = 10;
    /** After so long a silence, a follower is told nothing out of turn. */
    private static final long SILENT_MILLIS = 1_000;
    private static final long SELDOM_NANOS = 1_000_000_000;

    private final Wake wake = new Wake();
    private final LeaderState state;
    private final LeaderProof proof;
    /** Up to this number something is to be sent soon. */
    private final AtomicLong sendUpTo = new AtomicLong(-1);

    GavelAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower,
            LeaderProof proof) {
        super(server, new ProvenLeader(state, proof), follower);
        this.state = state;
        this.proof = proof;
    }

    @Override
    public RaftPeerId follower() {
        return getFollowerId();
    }

    @Override
    public long sendAnew() {
        var least = getCallId();
        sendUpTo.accumulateAndGet(least, Math::max);
        notifyLogAppender();
        return least;
    }

    private boolean isDue(long callId) {
        return callId <= sendUpTo.get();
    }

    @Override
    public boolean shouldSendAppendEntries() {
        return isDue(getCallId()) || super.shouldSendAppendEntries();
    }

    @Override
    public long getHeartbeatWaitTimeMs() {
        return isDue(getCallId()) ? 0 : super.getHeartbeatWaitTimeMs();
    }

    @Override
    public CompletableFuture<LifeCycle.State> stopAsync() {
        proof.ends(state, this);
        return super.stopAsync();
    }

    @Override
    protected long getNextIndexForInconsistency(long requestFirstIndex, long replyNextIndex) {
        return replyNextIndex == requestFirstIndex
                && replyNextIndex > RaftLog.LEAST_VALID_LOG_INDEX ? replyNextIndex - 1
                        : replyNextIndex;
    }

    @Override
    public AwaitForSignal getEventAwaitForSignal() {
        return wake;
    }

    @Override
    public void notifyLogAppender() {
        if (!isRunning() || shouldSendAppendEntries()) {
            super.notifyLogAppender();
        }
    }

    @Override
    public long getWaitTimeMs() {
        var usual = super.getWaitTimeMs();
        return mayBeBehind() ? Math.min(usual, isBehind()
                ? Math.max(1, TELL_COMMIT_MILLIS - sinceSent())
                : TELL_COMMIT_MILLIS) : usual;
    }

    @Override
    public @Nullable AppendEntriesRequestProto newAppendEntriesRequest(long callId,
            boolean heartbeat) throws RaftLogIOException {
        var tellCommit = !hasAppendEntries() && mayBeBehind() && isBehind()
                && sinceSent() >= TELL_COMMIT_MILLIS;
        var request = super.newAppendEntriesRequest(callId,
                heartbeat || tellCommit || isDue(callId));
        return request != null && isOvertaken(request, getFollower().getNextIndex()) ? null
                : request;
    }

    /**
     * Whether the follower has said meanwhile that it holds all entries of {@code request}, so that
     * those from {@code next} on are to be sent.
     */
    static boolean isOvertaken(AppendEntriesRequestProto request, long next) {
        var count = request.getEntriesCount();
        return count > 0 && request.getEntries(count - 1).getIndex() + 1 < next;
    }

    /**
     * Sends until the leader is done with it. An answer may come in the very moment of sending. What
     * fails again at once is another fault, and ends the sender.
     */
    @Override
    public void run() throws IOException {
        var failedAt = System.nanoTime() - SELDOM_NANOS;
        while (true) {
            try {
                super.run();
                return;
            } catch (IllegalStateException e) {
                var now = System.nanoTime();
                if (!isRunning() || now - failedAt < SELDOM_NANOS) {
                    throw e;
                }
                failedAt = now;
                LOG.debug("an answer of {} overtook a message", getFollowerId(), e);
            }
        }
    }

    /** Whether the follower holds entries without knowing that they are committed. */
    private boolean mayBeBehind() {
        var follower = getFollower();
        return follower.getNextIndex() - 1 > follower.getCommitIndex()
                && follower.getLastRpcResponseTime().elapsedTimeMs() < SILENT_MILLIS;
    }

    /** Whether there is something to tell the follower. */
    private boolean isBehind() {
        return getRaftLog().getLastCommittedIndex() > getFollower().getCommitIndex();
    }

    private long sinceSent() {
        return getFollower().getLastRpcSendTime().elapsedTimeMs();
    }
}
