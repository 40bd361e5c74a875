package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What was applied is not truncated, whoever leads and wants it. */
class AppliedGuardTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void anotherEntryInPlaceOfAnAppliedOneIsRefusedAndNothingComesInAfterIt() throws IOException {
        var told = new ArrayList<String>();
        try (var mark = AppliedMark.open(folder.resolve("applied"), 10)) {
            mark.applied(8);
            var guard = new AppliedGuard(mark, told::add);
            assertThat(guard.mayAppend(entries(3, 9))).isFalse(); // the log is not open yet
            guard.watch(new ToldLog(Set.of()), () -> 4);
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
            var guard = new AppliedGuard(mark, told::add);
            guard.watch(new ToldLog(Set.of(7L, 9L)), () -> 3);
            assertThat(guard.mayAppend(entries(3, 5, 6))).isTrue();
            assertThat(guard.mayAppend(entries(3, 8, 9))).isTrue();
            assertThat(told).isEmpty();
            assertThat(guard.mayAppend(entries(3, 6, 7))).isFalse();
            assertThat(told).singleElement().asString().contains("log index 7", "acknowledged");
        }
    }

    /** Ends at index 10, all of term 3. */
    private record ToldLog(Set<Long> others) implements AppliedGuard.Log {

        @Override
        public Optional<TermIndex> at(long index) {
            return index <= 10 ? Optional.of(TermIndex.valueOf(3, index)) : Optional.empty();
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
            if (group.leader() == group.get(older)) { // what it says of itself is not believed
                assertThat(group.get(older).transferLeadership(knowing, Duration.ofSeconds(20)))
                        .succeedsWithin(Duration.ofSeconds(20));
            }
            ask(group, "more"); // nor what it said, so that it has to say more as a follower
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> remembered(group, knowing, older) >= before.end());
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

    private static long remembered(RatisGroup group, int by, int of) throws IOException {
        var file = group.config(by)
                .records()
                .resolve(RecordsFolder.MEMORY)
                .resolve("server-" + of);
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
        return (Submission.Committed) await().atMost(Duration.ofSeconds(30))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS), Submission.Committed.class::isInstance);
    }
}
