package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;

import java.util.List;

/**
 * Ratis' leader as its senders see it. It tells {@link LeaderProof} of followers' acknowledgements.
 */
final class ProvenLeader implements LeaderState {

    private final LeaderState leader;
    private final LeaderProof proof;

    ProvenLeader(LeaderState leader, LeaderProof proof) {
        this.leader = leader;
        this.proof = proof;
    }

    @Override
    public void onAppendEntriesReply(LogAppender appender, AppendEntriesReplyProto reply) {
        leader.onAppendEntriesReply(appender, reply);
        var answer = reply.getServerReply();
        if (answer.getSuccess() && appender instanceof LeaderProof.Sender sender) {
            proof.acknowledged(leader, sender, answer.getCallId());
        }
    }

    @Override
    public void restart(LogAppender appender) {
        leader.restart(appender);
    }

    @Override
    public AppendEntriesRequestProto newAppendEntriesRequestProto(FollowerInfo follower,
            List<LogEntryProto> entries, TermIndex previous, long callId) {
        return leader.newAppendEntriesRequestProto(follower, entries, previous, callId);
    }

    @Override
    public void checkHealth(FollowerInfo follower) {
        leader.checkHealth(follower);
    }

    @Override
    public boolean onFollowerTerm(FollowerInfo follower, long followerTerm) {
        return leader.onFollowerTerm(follower, followerTerm);
    }

    @Override
    public void onFollowerCommitIndex(FollowerInfo follower, long commitIndex) {
        leader.onFollowerCommitIndex(follower, commitIndex);
    }

    @Override
    public void onFollowerSuccessAppendEntries(FollowerInfo follower) {
        leader.onFollowerSuccessAppendEntries(follower);
    }

    @Override
    public boolean isFollowerBootstrapping(FollowerInfo follower) {
        return leader.isFollowerBootstrapping(follower);
    }
}
