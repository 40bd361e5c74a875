package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.junit.jupiter.api.Test;

/** How far a leader's commit index counts. */
class CommitBoundTest {

    @Test
    void whatALeaderHasNotShownIsNotCommitted() {
        assertThat(counted(request(7))).isEqualTo(-1);
        assertThat(counted(request(0))).isEqualTo(-1);
        assertThat(counted(request(-1))).isEqualTo(-1);
        assertThat(counted(request(7, 0))).isEqualTo(0);
        assertThat(counted(request(7, 0, 1, 2))).isEqualTo(2);
        assertThat(counted(request(1, 0, 1, 2))).isEqualTo(1);
    }

    @Test
    void whatFollowsAnEntryThatIsNamedIsLeftToRaft() {
        var after = request(7).toBuilder()
                .setPreviousLog(TermIndexProto.newBuilder().setTerm(3).setIndex(9))
                .build();
        assertThat(CommitBound.bounded(after)).isSameAs(after);
    }

    private static long counted(AppendEntriesRequestProto request) {
        return CommitBound.bounded(request).getLeaderCommit();
    }

    private static AppendEntriesRequestProto request(long commit, long... indexes) {
        var request = AppendEntriesRequestProto.newBuilder().setLeaderCommit(commit);
        for (var index : indexes) {
            request.addEntries(LogEntryProto.newBuilder().setTerm(3).setIndex(index));
        }
        return request.build();
    }
}
