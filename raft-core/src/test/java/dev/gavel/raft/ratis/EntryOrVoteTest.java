package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a server has taken from a leader is in the log that its votes look at. */
class EntryOrVoteTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LEADER = 1;
    private static final int CANDIDATE = 2;
    private static final TermIndex OLD = TermIndex.valueOf(0, 10_000);

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** It stands for election itself, and hears no end of that from the others, when a new leader's entry comes. */
    @RepeatedTest(2)
    void whoTakesAnEntryVotesForNobodyWhoLacksIt() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            group.leader()
                    .submit(new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1")))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .thenAccept(outcome -> assertThat(outcome)
                            .isInstanceOf(Submission.Committed.class))
                    .join();
            group.stop(LEADER);
            group.stop(CANDIDATE);
            try (var silent = silent(group, LEADER); var mute = silent(group, CANDIDATE)) {
                assertThat(silent.isBound() && mute.isBound()).isTrue();
                await().atMost(SOON).until(() -> group.get(0).status().leader().isEmpty());
                takeAndVote(group);
            }
        }
    }

    private static void takeAndVote(RatisGroup group)
            throws InvalidProtocolBufferException {
        try (var leader = new FalseLeader(group, LEADER, 0);
                var candidate = new FalseLeader(group, CANDIDATE, 0)) {
            var last = TermIndex.valueOf(vote(candidate.stand(1, OLD)).getLastEntry());
            var term = last.getTerm() + 100;
            var entry = LogEntryProto.newBuilder().setTerm(term).setIndex(last.getIndex() + 1);
            leader.append(0, last, entry.build()); // both have their connections now
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(SOON)
                    .until(() -> group.get(0).status().role() == Role.CANDIDATE);
            var taken = CompletableFuture
                    .supplyAsync(() -> leader.append(term, last, entry.build()));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> group.get(0).status().term() == term || taken.isDone());
            var asked = candidate.standInEarnest(term + 1, last);
            var heard = taken.join();
            assertThat(heard.answers()).as("%s", heard).isNotEmpty();
            assertThat(FalseLeader.answer(heard).getResult()).isEqualTo(AppendResult.SUCCESS);
            assertThat(vote(asked).getServerReply().getSuccess())
                    .as("a vote for one that lacks the entry that was taken")
                    .isFalse();
        }
    }

    private static RequestVoteReplyProto vote(Stranger.Heard heard)
            throws InvalidProtocolBufferException {
        assertThat(heard.answers()).as("%s", heard).isNotEmpty();
        return RequestVoteReplyProto.parseFrom(heard.answers().getFirst());
    }

    /** Accepts connections in the place of a server, and says nothing. */
    private static ServerSocket silent(RatisGroup group, int id) throws IOException {
        var address = group.config(id).me().raftAddress();
        return new ServerSocket(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
                50, InetAddress.getLoopbackAddress());
    }
}
