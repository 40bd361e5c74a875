package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.ratis.RecordsCheckup.Verdict;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Logs that lost their end: where it was promised it is missed, where it was not it is not. */
@Tag("slow")
class DamagedLogTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void aServerThatLostAnAcknowledgedEntryHelpsNobodyToForgetIt() throws IOException {
        try (var group = new RatisGroup(5, folder, RatisGroup.tuning(10_000))) {
            var leader = group.leader().status().self();
            var laggards = List.of((leader + 1) % 5, (leader + 2) % 5);
            var damaged = (leader + 3) % 5;
            ask(group, "before");
            laggards.forEach(group::stop);
            var before = log(group, damaged);
            ask(group, "acknowledged");
            List.copyOf(group.ids()).forEach(group::stop);
            tearWhatCameAfter(before);

            laggards.forEach(group::start);
            var cutShort = group.start(damaged);
            assertThat(cutShort.status().notReadyBecause()).contains("lost its end");
            // a majority of three that could forget: two elections' time, and nobody leads
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> group.all()
                            .stream()
                            .noneMatch(one -> one.status().role() == Role.LEADER));

            group.start(leader);
            assertThat(value(group)).isEqualTo("acknowledged");
            await().atMost(Duration.ofSeconds(10)).until(() -> cutShort.status().ready());
            await().until(() -> cutShort.read(Consistency.LOCAL)
                    .join()
                    .state()
                    .value("a")
                    .equals("acknowledged"));

            // and then it votes as before: with the two laggards it is a majority
            group.stop(leader);
            ask(group, "after");
            assertThat(group.ids()).hasSize(3);
        }
    }

    @Test
    void isRefilledWhileOneLeaderStays() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            for (var n = 0; n < 20; n++) {
                ask(group, "v" + n);
            }
            var id = (group.leader().status().self() + 1) % 3;
            group.stop(id);
            var log = log(group, id);
            cut(log, Files.size(log.file().orElseThrow()) / 2);
            var again = group.start(id);
            await().atMost(Duration.ofSeconds(10)).until(() -> again.status().ready());
            assertThat(again.status().logEndIndex())
                    .isGreaterThanOrEqualTo(log.lastIndex());
        }
    }

    @Test
    void isRefilledThoughLogAndSnapshotsWereMovedAside() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(20))) {
            for (var n = 0; n < 60; n++) {
                ask(group, "v" + n);
            }
            var id = (group.leader().status().self() + 1) % 3;
            await().until(() -> group.get(id).status().snapshotIndex() > 0);
            group.stop(id);
            assertThat(RecordsCheckup.look(group.config(id)).verdict()).isEqualTo(Verdict.WHOLE);
            var aside = RecordsCheckup.setAside(group.config(id), Clock.systemUTC()).orElseThrow();
            assertThat(aside).isNotEmptyDirectory();
            assertThat(RecordsCheckup.look(group.config(id)).verdict()).isEqualTo(Verdict.SHORT);
            var again = group.start(id);
            assertThat(again.status().notReadyBecause()).contains("lost its end");
            await().atMost(Duration.ofSeconds(20)).until(() -> again.status().ready());
            assertThat(again.read(Consistency.LINEARIZABLE).join().state().value("a"))
                    .isEqualTo("v59");
        }
    }

    /** In the file that is written to, and in one that was closed, which takes hundreds of syncs. */
    @Timeout(180)
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEntryThatIsDamagedBehindTheSnapshotIsFetchedAnew(boolean open) throws IOException {
        var entries = open ? 40 : 330;
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(open ? 25 : 150))) {
            for (var n = 0; n < entries; n++) {
                ask(group, "v" + n);
            }
            var id = (group.leader().status().self() + 1) % 3;
            await().until(() -> group.get(id).status().snapshotIndex() >= (open ? 20 : 290));
            await().until(() -> group.get(id).status().logEndIndex() == group.leader()
                    .status()
                    .logEndIndex());
            group.stop(id);
            var file = open ? log(group, id).file().orElseThrow() : files(group, id).getFirst();
            var bytes = Files.readAllBytes(file);
            bytes[400] ^= 1;
            Files.write(file, bytes);
            assertThat(RecordsCheckup.look(group.config(id)).remarks()).singleElement()
                    .asString()
                    .contains(file.toString());

            var again = group.start(id);
            await().atMost(Duration.ofSeconds(30)).until(() -> again.status().ready());
            assertThat(again.read(Consistency.LINEARIZABLE).join().state().value("a"))
                    .isEqualTo("v" + (entries - 1));
            ask(group, "after");
            group.stop(id);
            assertThat(RecordsCheckup.look(group.config(id)).verdict()).isEqualTo(Verdict.WHOLE);
            try (var all = Files.list(group.config(id).records())) {
                assertThat(all.filter(one -> one.getFileName().toString().startsWith("aside-")))
                        .singleElement()
                        .satisfies(aside -> assertThat(aside.resolve(file.getFileName())).exists());
            }
        }
    }

    @Test
    void namesTheFileThatIsDamagedWithin() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            for (var n = 0; n < 200; n++) {
                ask(group, "v" + n);
            }
            group.stop(0);
            var first = files(group, 0).getFirst();
            var bytes = Files.readAllBytes(first);
            bytes[bytes.length / 2] ^= 1;
            Files.write(first, bytes);

            var found = RecordsCheckup.look(group.config(0));
            assertThat(found.verdict()).isEqualTo(Verdict.DAMAGED);
            assertThat(found.remarks()).singleElement()
                    .asString()
                    .contains(first.toString(), "wrong checksum");
            assertThatThrownBy(() -> group.start(0)).isInstanceOf(RecordsException.class)
                    .hasMessageContaining(first.getFileName().toString());
        }
    }

    @Test
    void aServerWhosePromisesAreNotLegibleVotesOnceItHasAllThatTheLeaderHas() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            ask(group, "acknowledged");
            var leader = group.leader().status().self();
            var damaged = (leader + 1) % 3;
            List.copyOf(group.ids()).forEach(group::stop);
            var promised = group.config(damaged).records().resolve(RecordsFolder.PROMISED);
            for (var bytes : List.of(new byte[0], new byte[4096], new byte[9])) {
                Files.write(promised, bytes);
                check(group, damaged, true);
                check(group, damaged, false);
            }
            Files.write(promised, new byte[4096]);

            var unsure = group.start(damaged);
            group.start((leader + 2) % 3);
            assertThat(unsure.status().notReadyBecause()).contains("not known how far");
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> group.all()
                            .stream()
                            .noneMatch(one -> one.status().role() == Role.LEADER));

            group.start(leader);
            await().atMost(Duration.ofSeconds(20)).until(() -> unsure.status().ready());
            assertThat(value(group)).isEqualTo("acknowledged");
            group.stop(damaged);
            assertThat(promised.resolveSibling("promised.damaged")).exists();
            assertThat(RecordsCheckup.look(group.config(damaged)).verdict())
                    .isEqualTo(Verdict.WHOLE);
        }
    }

    /** A damaged mark: a server among others does not vote, one alone goes on, both also the next time. */
    private static void check(RatisGroup group, int id, boolean alone) throws IOException {
        for (var start = 0; start < 2; start++) {
            try (var records = RecordsFolder.open(group.config(id))) {
                var check = LogCheck.of(records.group(RatisProperties.group(group.config(id))),
                        records.promised(), alone);
                assertThat(check.isShort()).isEqualTo(!alone);
                check.mark().close();
            }
        }
        Files.write(group.config(id).records().resolve(RecordsFolder.PROMISED), new byte[4096]);
    }

    private static List<Path> files(RatisGroup group, int id) throws IOException {
        try (var all = Files.walk(group.config(id).records())) {
            return all.filter(file -> file.getFileName().toString().matches("log_\\d+-\\d+"))
                    .sorted(Comparator.comparingInt((Path file) -> file.toString().length())
                            .thenComparing(Path::toString))
                    .toList();
        }
    }

    @Test
    void aLoneServerRefusesToStartWithoutWhatItPromised() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            ask(group, "one");
            ask(group, "two");
            group.stop(0);
            var log = log(group, 0);
            cut(log, 1);
            assertThatThrownBy(() -> group.start(0)).isInstanceOfSatisfying(RecordsException.class,
                    e -> {
                        assertThat(e.kind()).isEqualTo(RecordsException.Kind.DAMAGED);
                        assertThat(e).hasMessageContaining(
                                "up to index " + log.lastIndex() + ", and it ends at "
                                        + (log.lastIndex() - 1))
                                .hasMessageContaining(log.file().orElseThrow().toString());
                    });
        }
    }

    @Test
    void aTornEntryThatNobodyWasToldOfIsCutAtEveryByte() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            ask(group, "one");
            group.stop(0);
            var log = log(group, 0);
            var file = log.file().orElseThrow();
            var whole = cutTo(file, log.wholeBytes());
            var torn = entry(log.lastIndex() + 1);
            for (var bytes = 0; bytes < torn.length; bytes++) {
                for (var padding : List.of(0, 1, 5_000)) {
                    var tail = ByteBuffer.allocate(bytes + padding).put(torn, 0, bytes).rewind();
                    append(file, whole, tail);
                    check(group, log.lastIndex());
                }
            }
            append(file, whole, ByteBuffer.wrap(torn, 0, torn.length / 2));
            group.start(0);
            assertThat(value(group)).isEqualTo("one");
        }
    }

    /** What a start would find: nothing that was promised is missing, and the torn end is cut. */
    private static void check(RatisGroup group, long lastIndex) throws IOException {
        try (var records = RecordsFolder.open(group.config(0))) {
            var check = LogCheck.of(records.group(RatisProperties.group(group.config(0))),
                    records.promised(), false);
            assertThat(check.isShort()).isFalse();
            assertThat(check.endIndex()).isEqualTo(lastIndex);
            check.mark().close();
        }
        assertThat(log(group, 0).damage()).isEmpty();
    }

    private static byte[] entry(long index) {
        var body = LogEntryProto.newBuilder().setTerm(1).setIndex(index).build().toByteArray();
        var bytes = ByteBuffer.allocate(1 + body.length + 4).put((byte) body.length).put(body);
        var sum = new CRC32C();
        sum.update(bytes.array(), 0, bytes.position());
        return bytes.putInt((int) sum.getValue()).array();
    }

    private static LogTail log(RatisGroup group, int id) throws IOException {
        try (var folders = Files.walk(group.config(id).records())) {
            return LogTail
                    .in(folders.filter(one -> one.endsWith("current")).findFirst().orElseThrow());
        }
    }

    /** Of the entries behind {@code before} three bytes are left, also if they lie in files of their own. */
    private static void tearWhatCameAfter(LogTail before) throws IOException {
        var open = before.file().orElseThrow();
        var first = firstIndex(open);
        try (var files = Files.list(open.getParent())) {
            for (var file : files.filter(one -> one.getFileName().toString().startsWith("log_"))
                    .toList()) {
                if (firstIndex(file) > first) {
                    Files.delete(file);
                } else if (firstIndex(file) == first) {
                    Files.move(file, open, StandardCopyOption.REPLACE_EXISTING); // if closed
                }
            }
        }
        cutTo(open, before.wholeBytes() + 3);
    }

    private static long firstIndex(Path file) {
        return Long.parseLong(file.getFileName()
                .toString()
                .replace("log_", "")
                .replace("inprogress_", "")
                .replaceAll("-.*", ""));
    }

    /** Takes the last {@code bytes} of what is whole away. */
    private static void cut(LogTail log, long bytes) throws IOException {
        cutTo(log.file().orElseThrow(), log.wholeBytes() - bytes);
    }

    private static long cutTo(Path file, long size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
        return size;
    }

    private static void append(Path file, long at, ByteBuffer bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(at);
            channel.write(bytes, at);
        }
    }

    private static void ask(RatisGroup group, String value) {
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(20))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }

    private static String value(RatisGroup group) {
        return group.leader()
                .read(Consistency.LINEARIZABLE)
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .state()
                .value("a");
    }
}
