package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Names;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.ReplyFrame;
import dev.gavel.wire.v1.SubmitFrame;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** Frames read and written by hand are what the generated messages are. */
class FramesTest {

    private final CommandFrame commands = new CommandFrame(new Names());
    private final OutcomeFrame outcomes = new OutcomeFrame();

    @Test
    void readsWhatTheGeneratedMessageWrites() throws IOException {
        var frame = SubmitFrame.newBuilder().setClient("12").setAckedBelow(1L << 40);
        for (var n = 0; n < 300; n++) {
            frame.addCommands(Command.newBuilder()
                    .setClient("ignored")
                    .setSeq(n * 1_000_003L)
                    .setJson(ByteString.copyFromUtf8("{\"op\":\"bid\",\"n\":" + n + "}"))
                    .setKey("ignored")
                    .setUser(n % 2 == 0 ? "ann" : "Žofie " + n)
                    .setForward(true));
        }
        for (var twice = 0; twice < 2; twice++) {
            commands.read(frame.build().toByteArray());
            assertThat(commands.client()).isEqualTo("12");
            assertThat(commands.ackedBelow()).isEqualTo(1L << 40);
            assertThat(commands.count()).isEqualTo(300);
            for (var n = 0; n < 300; n++) {
                commands.goTo(n);
                assertThat(commands.seq()).isEqualTo(frame.getCommands(n).getSeq());
                assertThat(commands.user()).isEqualTo(frame.getCommands(n).getUser());
                assertThat(commands.json().asUtf8())
                        .isEqualTo(frame.getCommands(n).getJson().toStringUtf8());
            }
        }
    }

    @Test
    void takesWhatIsLeftOutForNothing() throws IOException {
        commands.read(SubmitFrame.newBuilder()
                .setClient("1")
                .addCommands(Command.newBuilder()
                        .setSeq(7)
                        .setUser("ann")
                        .setJson(ByteString.copyFromUtf8("{}")))
                .addCommands(Command.getDefaultInstance())
                .build()
                .toByteArray());
        commands.goTo(1);
        assertThat(commands.seq()).isZero();
        assertThat(commands.user()).isEmpty();
        assertThat(commands.json().length()).isZero();
        commands.read(new byte[0]);
        assertThat(commands.count()).isZero();
        assertThat(commands.client()).isEmpty();
    }

    /** At every byte of a frame. */
    @Test
    void refusesWhatIsCutShort() throws IOException {
        var whole = SubmitFrame.newBuilder()
                .setClient("123")
                .addCommands(Command.newBuilder()
                        .setSeq(300)
                        .setUser("ann")
                        .setJson(ByteString.copyFromUtf8("{\"op\":\"bid\"}")))
                .build()
                .toByteArray();
        var client = 5; // bytes of its field, behind which a frame may end
        for (var length = client + 1; length < whole.length; length++) {
            var cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> commands.read(cut)).isInstanceOf(IOException.class);
        }
        var broken = new byte[]{3 << 3 | 2, 2, 3 << 3 | 2, 100}; // JSON that is longer than its command
        commands.read(broken);
        assertThatThrownBy(() -> commands.goTo(0)).isInstanceOf(IOException.class);
    }

    @Test
    void writesWhatTheGeneratedMessageReads() throws IOException {
        var json = List.of("{}", "{\"status\":\"success\"}", "x".repeat(70_000));
        for (var twice = 0; twice < 2; twice++) {
            outcomes.begin("77");
            outcomes.add(1, Bytes.utf8(json.get(0)), Disposition.ANSWERED, 0);
            outcomes.add(1L << 50, Bytes.utf8(json.get(1)), Disposition.BUSY, 50);
            outcomes.leader("localhost:20010");
            outcomes.add(128, Bytes.utf8(json.get(2)), Disposition.NOT_LEADER, 0);
            assertThat(outcomes.count()).isEqualTo(3);
            assertThat(outcomes.length()).isEqualTo(outcomes.toBytes().length);
            assertThat(ReplyFrame.parseFrom(outcomes.toBytes())).isEqualTo(ReplyFrame.newBuilder()
                    .setClient("77")
                    .setLeader("localhost:20010")
                    .addOutcomes(outcome(1, json.get(0)))
                    .addOutcomes(outcome(1L << 50, json.get(1)).setDisposition(Disposition.BUSY)
                            .setRetryAfterMillis(50))
                    .addOutcomes(outcome(128, json.get(2))
                            .setDisposition(Disposition.NOT_LEADER))
                    .build());
        }
    }

    private static Outcome.Builder outcome(long seq, String json) {
        return Outcome.newBuilder().setSeq(seq).setJson(ByteString.copyFromUtf8(json));
    }
}
