package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.Envelope.Item;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class EnvelopeCodecTest {

    private static final Envelope FULL = new Envelope(1_700_000_000_123L,
            List.of(new Item.Command(new Request(new RequestId.InSession(7, 9, 8), "ann",
                    Bytes.utf8("{\"op\":\"bid\"}"))),
                    new Item.Command(new Request(new RequestId.ByKey("k-ü"), "",
                            Bytes.of(new byte[]{0, -1, 13}))),
                    new Item.OpenSession(), new Item.OpenSession(1L << 58, ""),
                    new Item.OpenSession(-1, "ann")),
            Optional.of(new DigestCheck(77, Bytes.of(new byte[32]))));

    @Test
    void readsWhatItWrote() {
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(FULL))).isEqualTo(FULL);
    }

    @Test
    void readsAPulse() {
        var pulse = new Envelope(5, List.of(), Optional.empty());
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(pulse))).isEqualTo(pulse);
    }

    @Test
    void readsFromWithinALargerArray() {
        var bytes = EnvelopeCodec.encode(FULL);
        var larger = new byte[bytes.length() + 20];
        System.arraycopy(bytes.array(), bytes.offset(), larger, 13, bytes.length());
        assertThat(EnvelopeCodec.decode(Bytes.of(larger, 13, bytes.length()))).isEqualTo(FULL);
    }

    @Test
    void leavesALaterFormatToALaterProgramWhateverFollows() {
        assertThatThrownBy(() -> EnvelopeCodec.decode(Bytes.of(new byte[]{8, 2, -1, -1, -1})))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void readsNothingThatDoesNotBeginWithItsVersion() {
        assertThatThrownBy(() -> EnvelopeCodec.decode(
                Bytes.of(HexFormat.of().parseHex("1105000000000000000801"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("begin with its version");
    }

    /** Written by the first version; old logs are read for ever, so this must never change. */
    @Test
    void readsTheFirstVersionsBytes() {
        var stored = HexFormat.of()
                .parseHex("0801" + "110500000000000000"
                        + "1a0e" + "0807" + "1009" + "1808" + "2a01" + "61" + "3203" + "786f78");
        assertThat(EnvelopeCodec.decode(Bytes.of(stored)))
                .isEqualTo(new Envelope(5, List.of(new Item.Command(new Request(
                        new RequestId.InSession(7, 9, 8), "a", Bytes.utf8("xox")))),
                        Optional.empty()));
    }

    @Test
    void saysInWordsWhatIsWrongWithDamagedBytes() {
        var random = new Random(42);
        var good = EnvelopeCodec.encode(FULL).toArray();
        for (var round = 0; round < 20_000; round++) {
            var bad = good.clone();
            for (var flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            var cut = Bytes.of(bad, 0, random.nextInt(bad.length + 1));
            try {
                EnvelopeCodec.decode(cut);
            } catch (Fault expected) {
                assertThat(expected).hasMessageContaining("log entry");
            } catch (NewerVersionException later) { // the version itself was hit
                assertThat(later).hasMessageContaining("of format");
            }
        }
    }
}
