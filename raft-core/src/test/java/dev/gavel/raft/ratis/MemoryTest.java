package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.ratis.Memory.Known;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** What one server remembers of another's records. */
class MemoryTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void countsItsOwnStartsAndGoesBeyondWhatOthersKnow() throws IOException {
        try (var first = Memory.open(folder)) {
            assertThat(first.starts()).isEqualTo(1);
        }
        try (var second = Memory.open(folder)) {
            assertThat(second.starts()).isEqualTo(2);
            second.startedAtLeast(9);
        }
        try (var third = Memory.open(folder)) {
            assertThat(third.starts()).isEqualTo(10);
        }
    }

    @Test
    void tellsAServerThatStartsWhatWasKnownBeforeAndTheSameWhenItAsksAgain() throws IOException {
        try (var memory = Memory.open(folder)) {
            assertThat(memory.askedBy(3, 1, 77)).isEqualTo(new Known(-1, -1));
            memory.holds(3, 140);
            memory.holds(3, 120);
            assertThat(memory.askedBy(3, 1, 77)).isEqualTo(new Known(140, -1));
            assertThat(memory.askedBy(3, 2, 78)).isEqualTo(new Known(140, 1));
            assertThat(memory.askedBy(3, 2, 79)).as("an older copy, started as often")
                    .isEqualTo(new Known(140, 2));
        }
        try (var again = Memory.open(folder)) {
            assertThat(again.askedBy(3, 1, 80)).as("an emptied folder")
                    .isEqualTo(new Known(140, 2));
            assertThat(again.askedBy(2, 1, 80)).isEqualTo(new Known(-1, -1));
        }
    }

    @Test
    void beginsAnewWhereAMarkIsDamaged() throws IOException {
        try (var memory = Memory.open(folder)) {
            memory.holds(3, 140);
        }
        Files.write(folder.resolve("server-3"), new byte[7]);
        try (var memory = Memory.open(folder)) {
            assertThat(memory.askedBy(3, 1, 1).index()).isEqualTo(-1);
            memory.holds(3, 150);
            assertThat(memory.askedBy(3, 1, 1).index()).isEqualTo(150);
        }
    }

    @Test
    void aServerThatDoesNotKnowTheQuestionKnowsNothing() throws IOException {
        var call = RaftRpcRequestProto.newBuilder()
                .setRequestorId(RatisProperties.peerId(3).toByteString())
                .setCallId(-1)
                .build();
        try (var memory = Memory.open(folder)) {
            var question = new MemoryQuestion(memory);
            assertThat(question.answer(LogQuestion.of(call, 4))).isEmpty();
            memory.holds(3, 140);
            var reply = question.answer(MemoryQuestion.of(call, 4, 1, 77)).orElseThrow();
            assertThat(MemoryQuestion.answer(reply))
                    .isEqualTo(new MemoryQuestion.Answer(new Known(140, -1), -1, -1));
            assertThat(MemoryQuestion.answer(RequestVoteReplyProto.getDefaultInstance()))
                    .isEqualTo(new MemoryQuestion.Answer(new Known(-1, -1), -1, -1));
        }
    }

    @Test
    void believesAFollowerAtOnceAndALeaderOnlyOnceItHasGoneOn() throws IOException {
        try (var memory = Memory.open(folder)) {
            var heard = new Heard(memory);
            var second = 1_000_000_000L;
            var leads = OptionalInt.of(3);
            heard.look(leads, Map.of(2, 138L, 3, 140L), 0);
            assertThat(known(memory, 2)).isEqualTo(138);
            assertThat(known(memory, 3)).as("its own disk may not have it yet").isEqualTo(-1);
            heard.look(leads, Map.of(3, 150L), second / 2);
            heard.look(leads, Map.of(3, 160L), 2 * second);
            assertThat(known(memory, 3)).isEqualTo(140);
            heard.look(leads, Map.of(3, 160L), 9 * second);
            assertThat(known(memory, 3)).as("it may be dead since").isEqualTo(140);
            heard.look(OptionalInt.empty(), Map.of(3, 165L), 10 * second);
            heard.look(OptionalInt.of(2), Map.of(3, 165L), 20 * second);
            assertThat(known(memory, 3)).as("what it said when it led").isEqualTo(140);
            heard.look(OptionalInt.of(2), Map.of(3, 166L), 21 * second);
            assertThat(known(memory, 3)).as("as a follower").isEqualTo(166);
        }
    }

    private static long known(Memory memory, int id) {
        return memory.askedBy(id, 1, 1).index();
    }
}
