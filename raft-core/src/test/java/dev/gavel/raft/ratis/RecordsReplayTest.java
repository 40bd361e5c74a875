package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.ratis.RecordsReplay.Replayed;
import dev.gavel.raft.register.RegisterMachine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/** Records run again: they come to the same, or it is said where they do not. */
@Tag("slow")
class RecordsReplayTest {
    private static final int HEADER_BYTES = 8;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void comesToTheSameOnEveryServerFromTheFirstEntryOn() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            ask(group, 0, 30);
            var leader = group.leader();
            assertThatThrownBy(() -> replay(group, leader.status().self()))
                    .isInstanceOf(RecordsException.class)
                    .hasMessageContaining("in use by a running server");
            var index = leader.status().digestIndex();
            var digest = leader.status().digest();
            await().until(() -> group.all()
                    .stream()
                    .allMatch(one -> one.status().digestIndex() >= index));
            List.copyOf(group.ids()).forEach(group::stop);
            for (var id = 0; id < 3; id++) {
                var found = replay(group, id);
                assertThat(found.faults()).isEmpty();
                assertThat(found.after()).isEqualTo(-1);
                assertThat(found.commands()).isGreaterThanOrEqualTo(30);
                assertThat(found.digests()).containsEntry(index, digest);
            }
        }
    }

    @Test
    void goesOnFromASnapshotAndPassesTheOthers() {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(5))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                ask(group, group.leader().status().logEndIndex(), 200);
                return group.get(0).status().logStartIndex() > 0;
            });
            var last = group.get(0).status();
            group.stop(0);

            var found = replay(group, 0);

            assertThat(found.faults()).isEmpty();
            assertThat(found.after()).isPositive();
            assertThat(found.snapshots()).isPositive();
            assertThat(found.digests()).containsEntry(last.digestIndex(), last.digest());
        }
    }

    @Test
    void namesTheFileAndTheByteThatWasChanged() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            for (var n = 0; n < 4; n++) {
                ask(group, 200L * n, 200);
            }
            group.stop(0);
            var file = logs(group).getFirst();
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);

            assertThat(replay(group, 0).faults())
                    .anyMatch(fault -> fault.startsWith(file + ", byte ")
                            && fault.endsWith("wrong checksum"));
        }
    }

    @Test
    void noticesAnEntryThatWasRewrittenWithItsChecksum() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            ask(group, 0, 2);
            var digest = group.get(0).status().digestIndex();
            await().atMost(Duration.ofSeconds(30)).until(() -> { // until a leader's digest is behind it
                ask(group, group.leader().status().logEndIndex() + 1_000, 1);
                return group.get(0).status().digestIndex() > digest + 20;
            });
            group.stop(0);
            var file = logs(group).getFirst();
            Files.write(file, rewritten(Files.readAllBytes(file), "set a v1", "set a w1"));
            assertThat(RecordsCheckup.look(group.config(0)).verdict())
                    .isEqualTo(RecordsCheckup.Verdict.WHOLE);

            assertThat(replay(group, 0).faults()).singleElement()
                    .asString()
                    .contains(file.toString(), "differs from the leader's at log index");
        }
    }

    private static Replayed replay(RatisGroup group, int id) {
        return RecordsReplay.of(group.config(id), RegisterMachine::new, (index, of) -> {});
    }

    /** Sends them together, again where one was not committed. */
    private static void ask(RatisGroup group, long from, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            var leader = group.leader();
            return LongStream.range(from, from + count)
                    .mapToObj(n -> leader.submit(new Request(new RequestId.ByKey("v" + n), "ann",
                            Bytes.utf8("set a v" + n))))
                    .toList()
                    .stream()
                    .allMatch(one -> one.orTimeout(10, TimeUnit.SECONDS)
                            .join() instanceof Submission.Committed);
        });
    }

    private static List<Path> logs(RatisGroup group) throws IOException {
        try (var all = Files.walk(group.config(0).records())) {
            return all.filter(file -> file.getFileName().toString().matches("log_.*\\d"))
                    .sorted(Comparator.comparingInt((Path file) -> file.toString().length())
                            .thenComparing(Path::toString))
                    .toList();
        }
    }

    /** The log with the first entry that holds {@code before} changed, and its checksum made to fit. */
    private static byte[] rewritten(byte[] log, String before, String after) {
        var buffer = ByteBuffer.wrap(log).position(HEADER_BYTES);
        while (buffer.hasRemaining()) {
            var start = buffer.position();
            var length = 0;
            var shift = 0;
            int each;
            do {
                each = buffer.get();
                length |= (each & 0x7f) << shift;
                shift += 7;
            } while ((each & 0x80) != 0);
            var body = buffer.position();
            var text = new String(log, body, length, StandardCharsets.ISO_8859_1);
            if (text.contains(before)) {
                System.arraycopy(after.getBytes(StandardCharsets.ISO_8859_1), 0, log,
                        body + text.indexOf(before), after.length());
                var sum = new CRC32C();
                sum.update(log, start, body - start + length);
                buffer.putInt(body + length, (int) sum.getValue());
                return log;
            }
            buffer.position(body + length + 4);
        }
        throw new IllegalArgumentException("no entry holds " + before);
    }
}
