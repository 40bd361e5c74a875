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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class EntryCheckTest {

    private static final long NOW = Instant.parse("2026-11-28T12:00:00Z").toEpochMilli();
    private static final Bytes GOOD = entry(NOW);

    private static Bytes entry(long timeMillis) {
        return EnvelopeCodec.encode(new Envelope(timeMillis, List.of(
                new Item.Command(new Request(new RequestId.InSession(1L << 57, 7, 3), "ann",
                        Bytes.utf8("{\"op\":\"bid\"}"))),
                new Item.Command(new Request(new RequestId.ByKey("käse"), "", Bytes.utf8("x"))),
                new Item.OpenSession(), new Item.OpenSession(99, "bob")),
                Optional.of(new DigestCheck(12, Bytes.of(new byte[32])))));
    }

    @Test
    void whatALeaderWritesIsInOrder() {
        assertThat(EntryCheck.fault(GOOD, NOW)).isEmpty();
        assertThat(EntryCheck.fault(
                EnvelopeCodec.encode(new Envelope(0, List.of(), Optional.empty())), NOW)).isEmpty();
    }

    @Test
    void garbageAnotherVersionAndATimeThatNoClockShowsAreNamed() {
        assertThat(EntryCheck.fault(Bytes.EMPTY, NOW)).hasValueSatisfying(
                why -> assertThat(why).contains("begin with its version"));
        assertThat(EntryCheck.fault(Bytes.utf8("junk"), NOW)).isPresent();
        assertThat(EntryCheck.fault(Bytes.of(new byte[]{8, 2, 17, 0, 0, 0, 0, 0, 0, 0, 0}), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("version 2"));
        assertThat(EntryCheck.fault(Bytes.of(new byte[]{8, 1}), NOW)).hasValueSatisfying(
                why -> assertThat(why).contains("not stamped"));
        assertThat(EntryCheck.fault(entry(-1), NOW)).isPresent();
        assertThat(EntryCheck.fault(entry(NOW + 1), NOW)).isPresent();
        assertThat(EntryCheck.fault(
                entry(Instant.parse("9999-12-31T00:00:00Z").toEpochMilli()), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("9999-12-31"));
        assertThat(EntryCheck.fault(Bytes.of(new byte[]{8, 1, 17, 0, 0, 0, 0, 0, 0, 0, 0, 26, 2, 8,
                1}), NOW)).hasValueSatisfying(why -> assertThat(why).contains("without a name"));
    }

    /** Each of these passed once, could not be read, and would have stopped every server. */
    @Test
    void whatTheReaderRefusesDoesNotPass() {
        var timeFirst = new byte[]{17, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1};
        var twoVersions = new byte[]{8, 5, 17, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1};
        for (var entry : List.of(timeFirst, twoVersions, withKey("k".repeat(600)),
                withKey("ü".repeat(600)))) {
            assertThat(EntryCheck.fault(Bytes.of(entry), NOW)).isPresent();
            assertThatThrownBy(() -> EnvelopeCodec.decode(Bytes.of(entry)))
                    .isInstanceOfAny(Fault.class, NewerVersionException.class);
        }
        assertThat(EntryCheck.fault(Bytes.of(withKey("ü".repeat(512))), NOW)).isEmpty();
    }

    /** An entry with one command under {@code key}, which may be too long for a leader to write. */
    private static byte[] withKey(String key) {
        var utf8 = key.getBytes(StandardCharsets.UTF_8);
        var item = ByteBuffer.allocate(3 + utf8.length)
                .put(new byte[]{34, (byte) ((utf8.length & 0x7f) | 0x80),
                        (byte) (utf8.length >> 7)})
                .put(utf8)
                .array();
        return ByteBuffer.allocate(14 + item.length)
                .put(new byte[]{8, 1, 17, 0, 0, 0, 0, 0, 0, 0, 0, 26})
                .put(new byte[]{(byte) ((item.length & 0x7f) | 0x80), (byte) (item.length >> 7)})
                .put(item)
                .array();
    }

    /** What it lets pass can be read, whatever it was made from. */
    @Test
    void nothingThatPassesFailsToBeRead() {
        var random = new Random(14);
        var passed = 0;
        for (var n = 0; n < 60_000; n++) {
            var bytes = GOOD.toArray();
            for (var change = 0; change <= random.nextInt(3); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            var mutated = Bytes.of(bytes, 0, length);
            if (EntryCheck.fault(mutated, Long.MAX_VALUE).isEmpty()) {
                passed++;
                assertThat(EnvelopeCodec.decode(mutated)).isNotNull();
            }
        }
        assertThat(passed).isBetween(1_000, 59_000);
    }
}
