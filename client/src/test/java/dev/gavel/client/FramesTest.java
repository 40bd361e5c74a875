package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.ReplyFrame;
import dev.gavel.wire.v1.SubmitFrame;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Frames written and read by hand are those of the wire contract. */
class FramesTest {

    @Test
    void writesFramesThatTheContractReads() throws Exception {
        var random = new Random(7);
        for (var round = 0; round < 200; round++) {
            var writer = new FrameWriter();
            var ackedBelow = random.nextLong() >>> random.nextInt(1, 64);
            var expected = SubmitFrame.newBuilder()
                    .setClient("session-ü")
                    .setAckedBelow(
                            ackedBelow);
            writer.begin("session-ü", ackedBelow);
            for (var i = random.nextInt(50); i > 0; i--) {
                var seq = 1 + (random.nextLong() >>> random.nextInt(1, 64));
                var json = new byte[random.nextInt(500)];
                random.nextBytes(json);
                var user = random.nextBoolean() ? "" : "ann";
                writer.add(seq, user.getBytes(StandardCharsets.UTF_8), json);
                expected.addCommandsBuilder()
                        .setSeq(seq)
                        .setUser(user)
                        .setJson(ByteString.copyFrom(json));
            }
            assertThat(SubmitFrame.parseFrom(writer.toBytes())).isEqualTo(expected.build());
            assertThat(writer.commands()).isEqualTo(expected.getCommandsCount());
        }
    }

    @Test
    void readsFramesThatTheContractWrites() throws Exception {
        var frame = ReplyFrame.newBuilder().setClient("7").setLeader("127.0.0.1:20010");
        for (var i = 0; i < 300; i++) {
            frame.addOutcomesBuilder()
                    .setClient("7")
                    .setSeq(1L << i % 50)
                    .setKey("k")
                    .setJson(ByteString.copyFromUtf8("{\"n\":" + i + "}"))
                    .setDispositionValue(i % 4)
                    .setRetryAfterMillis(i);
        }
        var bytes = frame.build().toByteArray();
        var reader = new FrameReader();
        reader.read(bytes);
        assertThat(reader.count()).isEqualTo(300);
        assertThat(reader.leader()).isEqualTo("127.0.0.1:20010");
        for (var i = 0; i < 300; i++) {
            assertThat(reader.seq(i)).isEqualTo(1L << i % 50);
            assertThat(new String(bytes, reader.offset(i), reader.length(i),
                    StandardCharsets.UTF_8)).isEqualTo("{\"n\":" + i + "}");
            assertThat(reader.disposition(i)).isEqualTo(i % 4);
            assertThat(reader.retryAfterMillis(i)).isEqualTo(i);
        }
        reader.read(new byte[0]);
        assertThat(reader.count()).isZero();
        assertThat(reader.leader()).isNull();
    }

    @Test
    void namesDispositionsAsTheContractDoes() {
        assertThat(FrameReader.ANSWERED).isEqualTo(Disposition.ANSWERED_VALUE);
        assertThat(FrameReader.BUSY).isEqualTo(Disposition.BUSY_VALUE);
        assertThat(FrameReader.NOT_LEADER).isEqualTo(Disposition.NOT_LEADER_VALUE);
        assertThat(FrameReader.UNKNOWN).isEqualTo(Disposition.UNKNOWN_VALUE);
    }
}
