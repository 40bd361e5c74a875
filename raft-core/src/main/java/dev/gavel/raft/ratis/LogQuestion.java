package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.protocol.TermIndex;

import java.util.Optional;

/**
 * Asks another server how long its log is. It is put as Ratis' pre-vote for a candidate without a
 * log: a server that has an entry says no, and where its log ends. A yes would have an effect,
 * since a server that said it waits anew before it stands itself. Calls of Ratis are numbered from
 * 0 upwards, those of Gavel downwards. That tells the question from a pre-vote of Ratis.
 */
final class LogQuestion {

    private static final TermIndex NO_LOG = TermIndex.INITIAL_VALUE;

    private LogQuestion() {}

    /**
     * Asks the receiver of {@code call}, which is numbered below 0, by one that is in {@code term}.
     */
    static RequestVoteRequestProto of(RaftRpcRequestProto call, long term) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(call)
                .setCandidateTerm(term)
                .setCandidateLastEntry(NO_LOG.toProto())
                .setPreVote(true)
                .build();
    }

    /** Whether {@code vote} is such a question. */
    static boolean is(RequestVoteRequestProto vote) {
        return vote.getPreVote() && isOfGavel(vote.getServerRequest());
    }

    /** Whether a call comes from Gavel, not from Ratis itself. */
    static boolean isOfGavel(RaftRpcRequestProto call) {
        return call.getCallId() < 0;
    }

    /** The answer; empty if the log has no entry. */
    static Optional<LogEnd> answer(RequestVoteReplyProto reply) {
        return reply.hasLastEntry()
                ? Optional.of(new LogEnd(reply.getTerm(),
                        TermIndex.valueOf(reply.getLastEntry())))
                : Optional.empty();
    }

    /**
     * Where the log of a server ends.
     *
     * @param term the server's term. It is higher than the last entry's if the server has voted for
     *        a candidate that has not yet sent it anything
     * @param entry the last entry of its log
     */
    record LogEnd(long term, TermIndex entry) {}
}
