package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A member that keeps no log: it notes what a leader sends it, and answers what a test has it
 * answer. It gives its vote to everybody.
 */
final class ScriptedFollower extends RaftServerProtocolServiceImplBase implements AutoCloseable {

    private final Server server;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holds;
    private long next;
    private long refusedDownTo;
    private int contradictions;

    /**
     * What came in one message.
     *
     * @param nanos when
     * @param first index of its first entry; -1 where it has none
     * @param last index of its last entry; -1 where it has none
     * @param commit what the leader says is committed
     */
    record Sent(long nanos, long first, long last, long commit) {}

    /** In the place of the member with this Raft address; it says that its log is empty. */
    ScriptedFollower(String address) throws IOException {
        var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(this)
                .build()
                .start();
    }

    /** What came so far. */
    List<Sent> sent() {
        return sent;
    }

    /** Index of the last entry that it says it has; -1 for none. */
    synchronized long lastIndex() {
        return next - 1;
    }

    /** From now on it says that its log ends before {@code index}. */
    synchronized void forget(long index) {
        next = index;
    }

    /**
     * From now on nothing fits that begins behind {@code index}, and it does not say where its log
     * ends.
     */
    synchronized void refuseDownTo(long index) {
        refusedDownTo = index;
        next = index;
    }

    /**
     * So many messages with entries are answered twice: first that it has no entry, as if to an
     * earlier message that came late, and then what is so.
     */
    synchronized void contradict(int times) {
        contradictions = times;
    }

    /** From now on it answers nothing. */
    synchronized void hold() {
        holds = true;
    }

    /** Answers all that came meanwhile, and what comes from now on. */
    synchronized void release() {
        holds = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public void requestVote(RequestVoteRequestProto vote,
            StreamObserver<RequestVoteReplyProto> answers) {
        answers.onNext(RequestVoteReplyProto.newBuilder()
                .setServerReply(to(vote.getServerRequest(), !LogQuestion.is(vote)))
                .setTerm(vote.getCandidateTerm())
                .build());
        answers.onCompleted();
    }

    @Override
    public StreamObserver<AppendEntriesRequestProto> appendEntries(
            StreamObserver<AppendEntriesReplyProto> answers) {
        return new StreamObserver<>() {

            @Override
            public void onNext(AppendEntriesRequestProto request) {
                hear(request, answers);
            }

            @Override
            public void onError(Throwable failure) {
                // the leader is gone
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private synchronized void hear(AppendEntriesRequestProto request,
            StreamObserver<AppendEntriesReplyProto> answers) {
        var count = request.getEntriesCount();
        sent.add(new Sent(System.nanoTime(), count == 0 ? -1 : request.getEntries(0).getIndex(),
                count == 0 ? -1 : request.getEntries(count - 1).getIndex(),
                request.getLeaderCommit()));
        if (count > 0 && contradictions > 0) {
            contradictions--;
            answers.onNext(answer(request, false, 0));
        }
        var answer = answer(request);
        if (holds) {
            held.add(() -> answers.onNext(answer));
        } else {
            answers.onNext(answer);
        }
    }

    private AppendEntriesReplyProto answer(AppendEntriesRequestProto request) {
        var begins = request.hasPreviousLog() ? request.getPreviousLog().getIndex() + 1 : 0;
        var fits = begins <= next;
        if (fits) {
            refusedDownTo = 0;
            next = Math.max(next, begins + request.getEntriesCount());
        }
        return answer(request, fits, fits || refusedDownTo == 0 ? next : begins);
    }

    private static AppendEntriesReplyProto answer(AppendEntriesRequestProto request, boolean fits,
            long next) {
        return AppendEntriesReplyProto.newBuilder()
                .setServerReply(to(request.getServerRequest(), fits))
                .setTerm(request.getLeaderTerm())
                .setResult(fits ? AppendResult.SUCCESS : AppendResult.INCONSISTENCY)
                .setNextIndex(next)
                .setMatchIndex(fits ? next - 1 : -1)
                .setFollowerCommit(Math.min(request.getLeaderCommit(), next - 1))
                .setIsHearbeat(request.getEntriesCount() == 0)
                .build();
    }

    private static RaftRpcReplyProto.Builder to(RaftRpcRequestProto request, boolean success) {
        return RaftRpcReplyProto.newBuilder()
                .setRequestorId(request.getRequestorId())
                .setReplyId(request.getReplyId())
                .setRaftGroupId(request.getRaftGroupId())
                .setCallId(request.getCallId())
                .setSuccess(success);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
