package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.register.RegisterMachine;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What was applied is not truncated, whoever leads and wants it. */
@Tag("slow")
class AppliedGuardTest {

    private static final Bytes OWN = Bytes.utf8("digest at 8");

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void anotherEntryInPlaceOfAnAppliedOneIsRefusedAndNothingComesInAfterIt() throws IOException {
        var told = new ArrayList<String>();
        try (var mark = AppliedMark.open(folder.resolve("applied"), 10)) {
            mark.applied(8);
            var guard = new AppliedGuard(mark, () -> new DigestCheck(8, OWN), told::add);
            assertThat(guard.mayAppend(entries(3, 9))).isFalse(); // the log is not open yet
            guard.watch(new ToldLog(Set.of(), Map.of(), OWN, true), () -> 4);
            assertThat(guard.mayAppend(entries(3, 5, 6, 7, 8))).isTrue(); // sent again
            assertThat(guard.mayAppend(entries(4, 9, 10))).isTrue(); // not applied: truncated as ever
            assertThat(guard.mayAppend(entries(3))).isTrue();
            assertThat(guard.mayAppend(entries(2, 7, 8))).isTrue(); // of a term that is over: not heard
            assertThat(told).isEmpty();
            assertThat(guard.mayAppend(entries(4, 8, 9))).isFalse();
            assertThat(guard.mayAppend(entries(4, 11))).isFalse();
            assertThat(told).singleElement()
                    .asString()
                    .contains("server 2", "log index 8", "of term 4", "of term 3");
        }
    }

    /** As of two leaders of one term, the second elected by a vote that its giver had forgotten. */
    @Test
    void anotherEntryOfTheSameTermIsRefusedWhereItIsApplied() throws IOException {
        var told = new ArrayList<String>();
        try (var mark = AppliedMark.open(folder.resolve("applied"), 10)) {
            mark.applied(8);
            var guard = new AppliedGuard(mark, () -> new DigestCheck(8, OWN), told::add);
            guard.watch(new ToldLog(Set.of(7L, 9L), Map.of(), OWN, true), () -> 3);
            assertThat(guard.mayAppend(entries(3, 5, 6))).isTrue();
            assertThat(guard.mayAppend(entries(3, 8, 9))).isTrue();
            assertThat(told).isEmpty();
            assertThat(guard.mayAppend(entries(3, 6, 7))).isFalse();
            assertThat(told).singleElement().asString().contains("log index 7", "acknowledged");
        }
    }

    @Test
    void aSnapshotIsTakenOnlyFromALeaderThatHadWhatWasApplied() throws IOException {
        var same = OptionalLong.of(3);
        var other = OptionalLong.of(4);
        var unknown = OptionalLong.empty();
        assertThat(installs(20, Map.of(2, same, 1, other))).isEqualTo("taken");
        assertThat(installs(20, Map.of(2, unknown, 1, same))).isEqualTo("taken");
        assertThat(installs(20, Map.of(2, unknown))).isEqualTo("taken");
        assertThat(installs(20, Map.of(1, unknown))).isEqualTo("taken");
        assertThat(installs(8, Map.of(2, other))).isEqualTo("taken"); // nothing of it is news
        assertThat(installs(20, Map.of())).isEqualTo("later"); // nobody answers
        assertThat(installs(20, new ToldLog(Set.of(), Map.of(), OWN, false)))
                .as("it is about to be taken in, and knows nobody yet")
                .isEqualTo("taken");
        assertThat(installs(20, Map.of(2, other, 1, same)))
                .contains("server 2", "log index 8", "of term 4", "of term 3", "has applied");
        assertThat(installs(20, Map.of(2, unknown, 1, other))).contains("has applied");
        assertThat(installs(20, Map.of(1, other))).contains("has applied");
        assertThat(installs(20, Map.of(2, same), Bytes.utf8("another")))
                .contains("server 2", "digest at log index 8", "acknowledged");
    }

    private String installs(long index, Map<Integer, OptionalLong> elsewhere) throws IOException {
        return installs(index, elsewhere, OWN);
    }

    private String installs(long index, Map<Integer, OptionalLong> elsewhere, Bytes digest)
            throws IOException {
        return installs(index, new ToldLog(Set.of(), elsewhere, digest, true));
    }

    /** What becomes of a snapshot up to {@code index}, sent by server 2. */
    private String installs(long index, ToldLog log) throws IOException {
        var told = new ArrayList<String>();
        try (var mark = AppliedMark.open(folder.resolve("applied"), 10)) {
            mark.applied(8);
            var guard = new AppliedGuard(mark, () -> new DigestCheck(8, OWN), told::add);
            guard.watch(log, () -> 4);
            var mayInstall = guard.mayInstall(InstallSnapshotRequestProto.newBuilder()
                    .setLeaderTerm(4)
                    .setServerRequest(RaftRpcRequestProto.newBuilder()
                            .setRequestorId(ByteString.copyFromUtf8("server-2")))
                    .setSnapshotChunk(SnapshotChunkProto.newBuilder()
                            .setTermIndex(TermIndex.valueOf(4, index).toProto()))
                    .build());
            return mayInstall ? "taken" : told.isEmpty() ? "later" : told.getFirst();
        }
    }

    /** Ends at index 10, all of term 3. */
    private record ToldLog(Set<Long> others, Map<Integer, OptionalLong> elsewhere, Bytes digest,
            boolean knowsOthers)
            implements
                AppliedGuard.Log {

        @Override
        public OptionalLong appliedTerm(long index) {
            return index <= 10 ? OptionalLong.of(3) : OptionalLong.empty();
        }

        @Override
        public Map<Integer, OptionalLong> termsElsewhere(long index) {
            return elsewhere;
        }

        @Override
        public Optional<Bytes> digestOf(int peer, long index) {
            return index == 8 ? Optional.of(digest) : Optional.empty();
        }

        @Override
        public boolean contradicts(LogEntryProto entry) {
            return others.contains(entry.getIndex());
        }
    }

    @Test
    void theMarkOutlivesTheProcessAndGoesNoFurtherThanTheLog() throws IOException {
        var file = folder.resolve("applied");
        try (var mark = AppliedMark.open(file, -1)) {
            mark.applied(12);
            mark.applied(7);
        }
        try (var mark = AppliedMark.open(file, 20)) {
            assertThat(mark.index()).isEqualTo(12);
        }
        try (var mark = AppliedMark.open(file, 9)) {
            assertThat(mark.index()).isEqualTo(9);
        }
        Files.write(file, new byte[4096]);
        try (var mark = AppliedMark.open(file, 9)) {
            assertThat(mark.index()).isEqualTo(PromiseMark.NONE);
        }
    }

    private static AppendEntriesRequestProto entries(long term, long... indexes) {
        var request = AppendEntriesRequestProto.newBuilder()
                .setLeaderTerm(term)
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(ByteString.copyFromUtf8("server-2")));
        for (var index : indexes) {
            request.addEntries(LogEntryProto.newBuilder().setTerm(term).setIndex(index));
        }
        return request.build();
    }

    /** It stood still while another was elected, and sends what it had before it hears of that. */
    @Test
    void aLeaderOfATermThatIsOverStopsNobody() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            ask(group, "first");
            var old = group.leader().status();
            group.stop(old.self());
            ask(group, "second");
            var now = group.leader().status();
            assertThat(now.term()).isGreaterThan(old.term());
            int follower = others(group, List.of(), 1).getFirst();
            await().until(
                    () -> group.get(follower).status().appliedIndex() >= now.appliedIndex());
            try (var speaks = new FalseLeader(group, old.self(), follower)) {
                var heard = speaks.append(old.term(),
                        TermIndex.valueOf(old.term(), old.appliedIndex()),
                        LogEntryProto.newBuilder()
                                .setTerm(old.term())
                                .setIndex(old.appliedIndex() + 1)
                                .build());
                assertThat(heard.answers()).as("%s", heard).isNotEmpty();
                assertThat(FalseLeader.answer(heard).getResult())
                        .isEqualTo(AppendResult.NOT_LEADER);
            }
            group.start(old.self());
            ask(group, "third");
            var end = group.leader().status().appliedIndex();
            await().until(() -> group.all()
                    .stream()
                    .allMatch(one -> one.status().appliedIndex() >= end));
            assertThat(group.all()).noneMatch(one -> one.fault().isDone());
        }
    }

    /** The marks of the one with the older records are older too, so that it does not know. */
    @Test
    void serversThatAppliedWhatAnOlderCopyHasForgottenKeepItAndStop() throws IOException {
        try (var group = new RatisGroup(5, folder, RatisGroup.tuning(10_000))) {
            var before = copyOneAndGoOn(group);
            int older = before.older();
            var records = group.config(older).records();
            var knowing = group.ids().stream().filter(id -> id != older).toList();
            List.copyOf(group.ids()).forEach(group::stop);

            delete(records);
            copy(folder.resolve("copy"), records);
            goOnInTerm(50, records); // else the terms may be those of the others, by chance
            group.start(older);
            before.lagging().forEach(group::start);
            ask(group, "forgetful");
            for (var id : knowing) {
                group.start(id);
            }
            for (var id : knowing) {
                assertThat(group.get(id).fault()).succeedsWithin(Duration.ofSeconds(20))
                        .asString()
                        .contains("acknowledged", "has applied");
                group.stop(id);
                var kept = RecordsReplay.of(group.config(id),
                        RegisterMachine::new, (index, of) -> {});
                assertThat(kept.faults()).isEmpty();
                assertThat(kept.end()).isGreaterThanOrEqualTo(before.end());
            }
        }
    }

    /** Their log begins behind what the others have applied, so that a snapshot is what they send. */
    @Test
    void serversThatAppliedWhatAnOlderCopyHasForgottenTakeNoSnapshotInItsPlace()
            throws IOException {
        try (var group = new RatisGroup(5, folder, RatisGroup.tuning(40))) {
            var before = copyOneAndGoOn(group);
            int older = before.older();
            var records = group.config(older).records();
            var knowing = group.ids()
                    .stream()
                    .filter(id -> id != older && !before.lagging().contains(id))
                    .toList();
            List.copyOf(group.ids()).forEach(group::stop);

            delete(records);
            copy(folder.resolve("copy"), records);
            goOnInTerm(50, records);
            group.start(older);
            before.lagging().forEach(group::start);
            for (var n = 0; n < 12; n++) {
                ask(group, "forgetful-" + n, "forgetful".repeat(300));
            }
            group.all().forEach(one -> one.takeSnapshot().join());
            for (var n = 12; n < 36; n++) {
                ask(group, "forgetful-" + n, "forgetful".repeat(300));
            }
            group.all().forEach(one -> one.takeSnapshot().join());
            await().until(() -> group.leader().status().logStartIndex() > before.end() + 1);
            for (var id : knowing) {
                group.start(id);
            }
            for (var id : knowing) {
                assertThat(group.get(id).fault()).succeedsWithin(Duration.ofSeconds(20))
                        .asString()
                        .contains("acknowledged", "has applied");
                group.stop(id);
                var kept = RecordsReplay.of(group.config(id),
                        RegisterMachine::new, (index, of) -> {});
                assertThat(kept.faults()).isEmpty();
                assertThat(kept.end()).isGreaterThanOrEqualTo(before.end());
            }
        }
    }

    /** With the two that lag it would be a majority that has never heard of what was acknowledged. */
    @Test
    void aServerWithAnOlderCopyOfItsRecordsDoesNotVoteUntilItIsRefilled() throws IOException {
        try (var group = new RatisGroup(5, folder, RatisGroup.tuning(10_000))) {
            var before = copyOneAndGoOn(group);
            int older = before.older();
            var records = group.config(older).records();
            var whole = group.ids().stream().filter(id -> id != older).toList();
            int knowing = whole.get(0);
            int other = whole.get(1);
            awaitMemory(group, knowing, older, before.end());
            group.stop(older);
            group.stop(other);
            delete(records);
            copy(folder.resolve("copy"), records);

            var put = group.start(older);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(put.status().notReadyBecause()).contains(
                            "older than server " + knowing + " remembers"));
            before.lagging().forEach(group::start);
            assertThat(ask(group, "acknowledged").repeated()).as("it is not forgotten").isTrue();
            await().atMost(Duration.ofSeconds(20)).until(() -> put.status().ready());

            group.start(other); // and it votes as before
            group.stop(group.leader().status().self());
            ask(group, "after");
            assertThat(group.all()).noneMatch(one -> one.fault().isDone());
        }
    }

    /** Though the one that stands may not know yet that its records are older. */
    @Test
    void aCandidateThatLostWhatItIsKnownToHaveHeldGetsNoVote() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            ask(group, "first");
            int follower = others(group, List.of(), 1).getFirst();
            int candidate = 3 - follower - group.leader().status().self();
            ask(group, "second");
            var end = group.leader().status().appliedIndex();
            awaitMemory(group, follower, candidate, end);
            try (var speaks = new FalseLeader(group, candidate, follower)) {
                assertThat(speaks.stand(99, TermIndex.valueOf(98, 10_000)).answers())
                        .as("refused by Ratis, which has a leader, or not")
                        .isNotEmpty();
                assertThat(speaks.stand(99, TermIndex.valueOf(98, end - 1))
                        .status()
                        .getDescription())
                        .contains("has held the log up to index", "ends at " + (end - 1));
            }
        }
    }

    /**
     * It has long given up to hear anything at once. The two that come late lack the commands as well, and
     * only one of them knows that it had them: whether that one stands or the other, nobody is elected.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anOlderCopyThatWasAloneForLongHearsAllWhoComeBeforeItVotes(int forgets)
            throws IOException {
        try (var group = new RatisGroup(5, folder, RatisGroup.tuning(10_000))) {
            var before = copyOneAndGoOn(group);
            int older = before.older();
            var records = group.config(older).records();
            var lagging = before.lagging();
            lagging.forEach(group::start);
            for (var one : lagging) {
                awaitMemory(group, one, older, before.end());
            }
            lagging.forEach(group::stop);
            ask(group, "yet more");
            int whole = group.ids().stream().filter(id -> id != older).findFirst().orElseThrow();
            List.copyOf(group.ids()).forEach(group::stop);
            delete(records);
            copy(folder.resolve("copy"), records);
            var forgotten = memory(group, lagging.get(forgets), older);
            Files.delete(forgotten);
            Files.delete(forgotten.resolveSibling(forgotten.getFileName() + "-starts"));

            var put = group.start(older);
            await().pollDelay(Duration.ofSeconds(3)) // its lines rest for seconds by now
                    .until(() -> !put.node().gate().isShut());
            lagging.forEach(group::start);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(put.status().notReadyBecause()).contains(
                            "older than server " + lagging.get(1 - forgets)));
            assertThat(group.all()).noneMatch(one -> one.status().ready());

            group.start(whole);
            assertThat(ask(group, "yet more").repeated()).as("it is not forgotten").isTrue();
            assertThat(group.all()).noneMatch(one -> one.fault().isDone());
        }
    }

    /**
     * Of five.
     *
     * @param lagging who were stopped before the last command
     * @param older whose records were copied then
     * @param end up to where the rest have applied since
     */
    private record Before(List<Integer> lagging, int older, long end) {}

    private Before copyOneAndGoOn(RatisGroup group) throws IOException {
        ask(group, "first");
        var lagging = others(group, List.of(), 2);
        lagging.forEach(group::stop);
        int older = others(group, lagging, 1).getFirst();
        group.stop(older);
        copy(group.config(older).records(), folder.resolve("copy"));
        group.start(older);
        ask(group, "acknowledged");
        var end = group.leader().status().appliedIndex();
        await().until(() -> group.all()
                .stream()
                .allMatch(one -> one.status().appliedIndex() >= end));
        return new Before(lagging, older, end);
    }

    private static Path memory(RatisGroup group, int by, int of) {
        return group.config(by)
                .records()
                .resolve(RecordsFolder.MEMORY)
                .resolve("server-" + of);
    }

    /** How far others are travels with entries; of itself a leader has to say more than once. */
    private static void awaitMemory(RatisGroup group, int by, int of, long index) {
        var asked = new AtomicInteger();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            ask(group, "by " + by + " " + asked.incrementAndGet());
            return remembered(group, by, of) >= index;
        });
    }

    private static long remembered(RatisGroup group, int by, int of) throws IOException {
        var file = memory(group, by, of);
        if (!Files.exists(file)) {
            return PromiseMark.NONE;
        }
        try (var mark = PromiseMark.open(file, PromiseMark.NONE)) {
            return mark.index();
        }
    }

    /** So many that do not lead. */
    private static List<Integer> others(RatisGroup group, List<Integer> but, int count) {
        var leader = group.leader().status().self();
        return group.ids()
                .stream()
                .filter(id -> id != leader && !but.contains(id))
                .limit(count)
                .toList();
    }

    private static void goOnInTerm(long term, Path records) throws IOException {
        try (var all = Files.walk(records)) {
            Files.writeString(
                    all.filter(one -> one.endsWith("raft-meta")).findFirst().orElseThrow(),
                    "#\n#Sat Nov 28 17:04:22 UTC 2026\nterm=" + term + "\nvotedFor=\n");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static Submission.Committed ask(RatisGroup group, String value) {
        return ask(group, value, value);
    }

    private static Submission.Committed ask(RatisGroup group, String key, String value) {
        return (Submission.Committed) await().atMost(Duration.ofSeconds(30))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(key), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS), Submission.Committed.class::isInstance);
    }
}
