package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;

class ApplierTest {

    private final RegisterMachine machine = new RegisterMachine();
    private final Applier<Registers, String> applier = new Applier<>(machine);

    private static Bytes entry(long timeMillis, Optional<Envelope.DigestCheck> check,
            String... commands) {
        var items = Arrays.stream(commands).<Item>map(command -> {
            var words = command.split(":", 2);
            return new Item.Command(
                    new Request(new RequestId.ByKey(words[0]), "ann", Bytes.utf8(words[1])));
        }).toList();
        return EnvelopeCodec.encode(new Envelope(timeMillis, items, check));
    }

    private static LogPosition at(long index) {
        return new LogPosition(1, index);
    }

    @Test
    void answersARepeatWithinTheSameEntry() {
        var outcomes = applier.apply(at(1),
                entry(5, Optional.empty(), "k:add n 2", "k:add n 2"));
        assertThat(outcomes).map(one -> ((Submission.Committed) one).reply().bytes().asUtf8())
                .containsExactly("2", "2");
        assertThat(outcomes).map(one -> ((Submission.Committed) one).repeated())
                .containsExactly(false, true);
        assertThat(applier.view().state().value("n")).isEqualTo("2");
    }

    @Test
    void neverLetsTimeRunBack() {
        applier.apply(at(1), entry(100, Optional.empty()));
        applier.apply(at(2), entry(50, Optional.empty()));
        assertThat(applier.view().timeMillis()).isEqualTo(100);
    }

    @Test
    void stopsWhereItDiffersFromTheLeader() {
        applier.apply(at(1), entry(1, Optional.empty(), "k:set a 1"));
        var wrong = new Envelope.DigestCheck(1, Bytes.of(new byte[32]));
        assertThatThrownBy(() -> applier.apply(at(2), entry(2, Optional.of(wrong))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("differs")
                .hasMessageContaining("index 1");
    }

    @Test
    void goesOnWhereItAgreesWithTheLeader() {
        applier.apply(at(1), entry(1, Optional.empty(), "k:set a 1"));
        var right = applier.digest();
        applier.apply(at(2), entry(2, Optional.of(right), "l:set a 2"));
        assertThat(applier.view().state().value("a")).isEqualTo("2");
    }

    @Test
    void isTheSameWithASnapshotAtAnyCut() throws IOException {
        var random = new Random(11);
        for (var cut = 1; cut < 40; cut++) {
            var whole = new Applier<>(machine);
            var cutOff = new Applier<>(machine);
            for (var index = 1; index < 40; index++) {
                var stored = entry(index * 1_000L, Optional.empty(),
                        "k" + random.nextInt(30) + ":add n " + random.nextInt(9),
                        "l" + index + ":alarm " + (index * 1_000 + 1_500));
                assertThat(cutOff.apply(at(index), stored).toString().replaceAll("@\\w+", ""))
                        .isEqualTo(whole.apply(at(index), stored)
                                .toString()
                                .replaceAll("@\\w+",
                                        ""));
                if (index == cut) {
                    var bytes = new ByteArrayOutputStream();
                    SnapshotFormat.write(SnapshotFormat.take(cutOff), machine, bytes);
                    cutOff = new Applier<>(machine);
                    SnapshotFormat.read(new ByteArrayInputStream(bytes.toByteArray()), machine,
                            cutOff);
                }
            }
            assertThat(cutOff.digest()).isEqualTo(whole.digest());
            assertThat(cutOff.view().state()).isEqualTo(whole.view().state());
        }
    }

    @Test
    void refusesASnapshotThatIsDamagedOrCutShortAndStaysAsItWas() throws IOException {
        applier.apply(at(1), entry(1, Optional.empty(), "k:set a 1"));
        var bytes = new ByteArrayOutputStream();
        SnapshotFormat.write(SnapshotFormat.take(applier), machine, bytes);
        var good = bytes.toByteArray();
        var fresh = new Applier<>(machine);
        for (var i = 0; i < good.length; i++) {
            var flipped = good.clone();
            flipped[i] ^= 4;
            assertRefused(fresh, flipped);
            assertRefused(fresh, Arrays.copyOf(good, i));
        }
    }

    @Test
    void leavesASnapshotOfALaterFormatToALaterProgram() throws IOException {
        var bytes = new ByteArrayOutputStream();
        SnapshotFormat.write(SnapshotFormat.take(applier), machine, bytes);
        var later = ByteBuffer.wrap(bytes.toByteArray()).putInt(Long.BYTES, 9);
        var crc = new CRC32C();
        crc.update(later.array(), 0, later.capacity() - Long.BYTES);
        later.putLong(later.capacity() - Long.BYTES, crc.getValue());
        assertThatThrownBy(() -> SnapshotFormat.read(new ByteArrayInputStream(later.array()),
                machine, new Applier<>(machine))).isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("format 9");
    }

    private void assertRefused(Applier<Registers, String> fresh, byte[] bad) {
        assertThatThrownBy(
                () -> SnapshotFormat.read(new ByteArrayInputStream(bad), machine, fresh))
                .isInstanceOf(IOException.class);
        assertThat(fresh.view().at()).isEqualTo(LogPosition.START);
    }

    @Test
    void opensSessionsByNumber() {
        var outcomes = applier.apply(at(1), EnvelopeCodec.encode(new Envelope(1,
                List.of(new Item.OpenSession(), new Item.OpenSession()), Optional.empty())));
        assertThat(outcomes).map(one -> ((Submission.Committed) one).reply().bytes().asUtf8())
                .containsExactly("1", "2");
    }
}
