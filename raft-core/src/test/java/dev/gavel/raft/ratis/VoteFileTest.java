package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What power cuts and damages leave of the files beside the log, and what a start makes of it. */
class VoteFileTest {

    /** As Ratis writes it. */
    private static final String RATIS = "#\n#Sat Nov 28 17:04:22 UTC 2026\nterm=%d\nvotedFor=%s\n";

    @TempDir
    Path folder = Path.of("set by JUnit");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path file() {
        return folder.resolve("raft-meta");
    }

    private Path next() {
        return folder.resolve("raft-meta.tmp");
    }

    private String found() throws IOException {
        return Files.readString(file()).replaceAll("(?m)^#.*\n", "");
    }

    private void write(Path to, String text) throws IOException {
        Files.write(to, bytes(text));
    }

    @Test
    void aVoteThatWasAboutToBePutInPlaceCounts() throws IOException {
        write(file(), RATIS.formatted(4, "server-1"));
        write(next(), RATIS.formatted(5, "server-0"));
        VoteFile.mend(folder, 4);
        assertThat(found()).isEqualTo("term=5\nvotedFor=server-0\n");
        assertThat(next()).doesNotExist();

        write(next(), RATIS.formatted(6, ""));
        VoteFile.mend(folder, 4);
        write(next(), RATIS.formatted(6, "server-2"));
        VoteFile.mend(folder, 4);
        assertThat(found()).isEqualTo("term=6\nvotedFor=server-2\n");
    }

    @Test
    void anOlderVoteThatWasLeftThereDoesNotCount() throws IOException {
        write(file(), RATIS.formatted(5, "server-0"));
        for (var older : new String[]{RATIS.formatted(4, "server-1"),
                RATIS.formatted(5, "server-1"), RATIS.formatted(5, "")}) {
            write(next(), older);
            VoteFile.mend(folder, 4);
            assertThat(found()).isEqualTo("term=5\nvotedFor=server-0\n");
            assertThat(next()).doesNotExist();
        }
    }

    @Test
    void aVoteThatWasCutShortAtAnyByteWasToldToNobody() throws IOException {
        var whole = bytes(RATIS.formatted(5, "server-12"));
        for (var length = 0; length < whole.length; length++) {
            write(file(), RATIS.formatted(4, "server-1"));
            Files.write(next(), Arrays.copyOf(whole, length));
            VoteFile.mend(folder, 4);
            assertThat(found()).isEqualTo("term=4\nvotedFor=server-1\n");
            assertThat(next()).doesNotExist();
        }
    }

    @Test
    void theFirstVoteOfAllCountsToo() throws IOException {
        write(next(), RATIS.formatted(1, "server-0"));
        VoteFile.mend(folder, -1);
        assertThat(found()).isEqualTo("term=1\nvotedFor=server-0\n");
    }

    @Test
    void aTermBeforeThatOfTheLastEntryIsNotBelieved() throws IOException {
        write(file(), RATIS.formatted(4, "server-1"));
        VoteFile.mend(folder, 5);
        assertThat(found()).isEqualTo("term=1000005\nvotedFor=\n");
        assertThat(folder.resolve("raft-meta.damaged")).content()
                .contains("votedFor=server-1");
    }

    /** One bit of the file of a server that ran, whichever it is: never another vote or an earlier term. */
    @Test
    void noBitThatFlipsChangesTermOrVote() throws IOException {
        String before;
        byte[] good;
        var current = folder.resolve("one");
        try (var group = new RatisGroup(1, current, RatisGroup.tuning(10_000))) {
            ask(group, "one");
            group.stop(0);
            good = Files.readAllBytes(metaOf(group, 0));
            before = new String(good, StandardCharsets.ISO_8859_1);
        }
        assertThat(before).startsWith("#crc32c=").contains("votedFor=server-0\n");
        for (var bit = 0; bit < good.length * 8; bit++) {
            var flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), flipped);
            VoteFile.mend(folder, 1);
            assertThat(found()).isEqualTo("term=1000001\nvotedFor=\n");
        }
    }

    @Test
    void aServerWhoseVoteIsDamagedGoesOnInATermOfItsOwn() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            ask(group, "one");
            var id = (group.leader().status().self() + 1) % 3;
            group.stop(id);
            var meta = metaOf(group, id);
            write(meta, Files.readString(meta).replaceFirst("term=\\d+", "term=0"));
            group.start(id);
            await().atMost(Duration.ofSeconds(30)).until(() -> group.get(id).status().ready());
            assertThat(group.get(id).status().term()).isGreaterThan(1_000_000);
            ask(group, "two");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedListOfMembersIsWrittenAnewFromItsCopy(boolean copyIsDamaged) throws IOException {
        write(folder.resolve("raft-meta.conf"), "");
        var good = members(7, "127.0.0.1:1000");
        Files.write(folder.resolve("raft-meta.conf"), good);
        RecordedMembers.mend(folder); // keeps a copy
        var damaged = folder.resolve(copyIsDamaged ? "raft-meta.conf.kept" : "raft-meta.conf");
        var whole = Files.readAllBytes(damaged);
        for (var bit = 0; bit < whole.length * 8; bit++) {
            var flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(damaged, flipped);
            RecordedMembers.mend(folder);
            assertThat(Files.readAllBytes(folder.resolve("raft-meta.conf"))).isEqualTo(good);
            assertThat(Files.readAllBytes(damaged)).isEqualTo(whole);
        }
    }

    @Test
    void aListOfMembersThatIsNewerThanItsCopyCounts() throws IOException {
        Files.write(folder.resolve("raft-meta.conf"), members(7, "127.0.0.1:1000"));
        RecordedMembers.mend(folder);
        var newer = members(19, "127.0.0.1:1000", "127.0.0.1:1001");
        Files.write(folder.resolve("raft-meta.conf"), newer);
        RecordedMembers.mend(folder);
        assertThat(Files.readAllBytes(folder.resolve("raft-meta.conf"))).isEqualTo(newer);
    }

    /** As an earlier program writes it, which keeps no copy, at each change of leaders. */
    @Test
    void aListOfTheSameMembersCountsWhereTheLogHasDroppedItsEntry() throws IOException {
        var file = folder.resolve("raft-meta.conf");
        Files.write(file, members(7, "127.0.0.1:1000"));
        RecordedMembers.mend(folder);
        write(folder.resolve("log_inprogress_100"), "RaftLog1");

        var newer = members(19, "127.0.0.1:1000");
        Files.write(file, newer);
        assertThat(RecordedMembers.damage(folder)).isEmpty();
        RecordedMembers.mend(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(newer);

        Files.write(file, members(101, "127.0.0.1:1000")); // which the log would have
        assertThat(RecordedMembers.damage(folder)).isPresent();
        RecordedMembers.mend(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(newer);
    }

    /** As a snapshot brings it, of which a program that keeps no copy told nobody. */
    @Test
    void aListOfMembersThatLacksItsTermIsNotDamaged() throws IOException {
        var file = folder.resolve("raft-meta.conf");
        var whole = members(7, "127.0.0.1:1000");
        Files.write(file, whole);
        RecordedMembers.mend(folder);

        Files.write(file,
                LogEntryProto.parseFrom(whole).toBuilder().clearTerm().build().toByteArray());
        assertThat(RecordedMembers.damage(folder)).isEmpty();
        RecordedMembers.mend(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(folder.resolve("raft-meta.conf.damaged")).doesNotExist();
    }

    private static byte[] members(long index, String... addresses) {
        var conf = RaftConfigurationProto.newBuilder();
        for (var id = 0; id < addresses.length; id++) {
            conf.addPeers(RaftPeerProto.newBuilder()
                    .setId(ByteString.copyFromUtf8("server-" + id))
                    .setAddress(addresses[id]));
        }
        return LogEntryProto.newBuilder()
                .setTerm(2)
                .setIndex(index)
                .setConfigurationEntry(conf)
                .build()
                .toByteArray();
    }

    private static Path metaOf(RatisGroup group, int id) throws IOException {
        try (var all = Files.walk(group.config(id).records())) {
            return all.filter(file -> file.endsWith("raft-meta")).findFirst().orElseThrow();
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
}
