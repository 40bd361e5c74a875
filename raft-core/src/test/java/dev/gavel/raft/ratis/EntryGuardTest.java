package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Entry;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Envelope;
import dev.gavel.raft.log.EnvelopeCodec;
import dev.gavel.raft.log.GroupCommit.NotCommitted;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What no replica could apply does not get into the log; what did all the same has a way out. */
@Tag("slow")
class EntryGuardTest {

    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    @TempDir
    Path folder = Path.of("set by JUnit");

    private static Bytes stamped(Instant time) {
        return EnvelopeCodec
                .encode(new Envelope(time.toEpochMilli(), List.of(), Optional.empty()));
    }

    private static void set(RatisGroup group, String value) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }

    @Test
    void aLeaderLogsNoEntryThatCannotBeAppliedNorATimeThatNoClockShows() {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            set(group, "1");
            var leader = group.leader();
            for (var bad : List.of(Bytes.utf8("junk"), stamped(FAR))) {
                var end = leader.status().logEndIndex();
                var outcome = new CompletableFuture<NotCommitted>();
                leader.propose(-7, bad, outcome::complete);
                assertThat(outcome).succeedsWithin(Duration.ofSeconds(5))
                        .isInstanceOf(NotCommitted.NotNow.class);
                assertThat(leader.status().logEndIndex()).isEqualTo(end);
            }
            set(group, "2");
        }
    }

    @Test
    void aFollowerStoresNoEntryThatCannotBeAppliedNorATimeThatNoClockShows() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            set(group, "1");
            var leader = group.leader().status();
            var follower = (leader.self() + 1) % 3;
            try (var speaks = new FalseLeader(group, leader.self(), follower)) {
                for (var bad : List.of(Bytes.utf8("junk"), stamped(FAR))) {
                    var heard = speaks.append(leader.term(), TermIndex.valueOf(leader.term(), 999),
                            LogEntryProto.newBuilder()
                                    .setTerm(leader.term())
                                    .setIndex(1_000)
                                    .setStateMachineLogEntry(StateMachineLogEntryProto
                                            .newBuilder()
                                            .setLogData(ByteString.copyFrom(bad.toArray())))
                                    .build());
                    assertThat(heard.status().getCode()).as("%s", heard)
                            .isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(heard.status().getDescription()).contains("log index 1000",
                            "server-" + leader.self());
                }
            }
            set(group, "2");
            await().until(() -> group.get(follower)
                    .read(Consistency.LOCAL)
                    .join()
                    .state()
                    .value("a")
                    .equals("2"));
        }
    }

    @Test
    void aStampIsMeasuredByTheLatestOfTheClocksAndTheHousesOwnTimeIsAlwaysGood() {
        var now = Instant.parse("2026-11-28T12:00:00Z");
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var alone = new EntryGuard(clock, Map::of, () -> 0);
        assertThat(alone.fault(stamped(now.plus(Duration.ofHours(23))))).isEmpty();
        assertThat(alone.fault(stamped(now.plus(Duration.ofHours(25))))).isPresent();
        var ahead = now.plus(Duration.ofHours(2));
        var read = new EntryGuard(clock, () -> Map.of(1, now.toEpochMilli(), 2,
                ahead.toEpochMilli()), () -> 0);
        assertThat(read.fault(stamped(ahead.plusSeconds(59)))).isEmpty();
        assertThat(read.fault(stamped(ahead.plusSeconds(61)))).isPresent();
        var far = new EntryGuard(clock, Map::of, FAR::toEpochMilli);
        assertThat(far.fault(stamped(FAR))).isEmpty();
    }

    /** Registers that fail at one command. */
    private static final class Poisoned implements ReplicatedMachine<Registers, String> {

        private final RegisterMachine machine = new RegisterMachine();

        @Override
        public Registers initial() {
            return machine.initial();
        }

        @Override
        public Applied<Registers, String> apply(Registers before, Entry entry) {
            if (entry.requests()
                    .stream()
                    .anyMatch(one -> one.payload().asUtf8().equals("set a poison"))) {
                throw new IllegalStateException("a bug");
            }
            return machine.apply(before, entry);
        }

        @Override
        public OptionalLong nextDeadlineMillis(Registers state) {
            return machine.nextDeadlineMillis(state);
        }

        @Override
        public void save(Registers state, OutputStream out) throws IOException {
            machine.save(state, out);
        }

        @Override
        public Registers load(InputStream in) throws IOException {
            return machine.load(in);
        }
    }

    @Test
    void anEntryThatCannotBeAppliedIsNamedAndSkippedByAnOperatorsDecisionOnly() {
        try (var group = new RatisGroup(3, folder, id -> RatisGroup.tuning(10_000),
                Poisoned::new)) {
            set(group, "1");
            var unused = group.leader()
                    .submit(new Request(new RequestId.ByKey("p"), "ann",
                            Bytes.utf8("set a poison")));
            // the third may never hear that a majority holds the entry, since both others stop
            await().until(() -> stopped(group).size() >= 2);
            var stopped = stopped(group);
            var index = stoppedAt(group, stopped.getFirst());
            for (int id : stopped) {
                assertThat(stoppedAt(group, id)).isEqualTo(index);
                group.stop(id);
                var config = group.config(id);
                assertThat(SkippedEntries.stoppedAt(config)).contains(index);
                for (var other : List.of(index - 1, index + 1)) {
                    assertThatThrownBy(
                            () -> SkippedEntries.skip(config, other, Clock.systemUTC()))
                            .isInstanceOf(RecordsException.class)
                            .hasMessageContaining("but at " + index);
                }
            }
            List.copyOf(group.ids()).forEach(group::stop);
            stopped.forEach(group::start); // they stop at every start: the other may not hear of it
            await().until(() -> !stopped(group).isEmpty());
            var again = stopped(group).getFirst();
            assertThat(stoppedAt(group, again)).isEqualTo(index);
            assertThatThrownBy(
                    () -> SkippedEntries.skip(group.config(again), index, Clock.systemUTC()))
                    .isInstanceOf(RecordsException.class); // it runs
            stopped.forEach(group::stop);
            for (int id : stopped) {
                SkippedEntries.skip(group.config(id), index, Clock.systemUTC());
                group.start(id);
            }
            for (var id = 0; id < 3; id++) {
                if (!stopped.contains(id)) { // it stops once it hears of the majority
                    group.start(id);
                    assertThat(stoppedAt(group, id)).isEqualTo(index);
                    group.stop(id);
                    SkippedEntries.skip(group.config(id), index, Clock.systemUTC());
                    group.start(id);
                }
            }
            set(group, "2");
            await().until(() -> group.all()
                    .stream()
                    .allMatch(one -> one.read(Consistency.LOCAL)
                            .join()
                            .state()
                            .value("a")
                            .equals("2")));
            await().until(() -> group.all()
                    .stream()
                    .map(one -> one.status().digestIndex() + " " + one.status().digest())
                    .distinct()
                    .count() == 1);
            for (var id = 0; id < 3; id++) {
                group.stop(id);
                assertThatThrownBy(() -> SkippedEntries.skip(group.config(0), index,
                        Clock.systemUTC())).isInstanceOf(RecordsException.class);
                assertThat(RecordsReplay.of(group.config(id), Poisoned::new, (at, of) -> {})
                        .faults()).isEmpty();
            }
        }
    }

    private static List<Integer> stopped(RatisGroup group) {
        return group.ids().stream().filter(id -> group.get(id).fault().isDone()).toList();
    }

    private static long stoppedAt(RatisGroup group, int id) {
        assertThat(group.get(id).fault()).succeedsWithin(Duration.ofSeconds(20))
                .asString()
                .contains("cannot be applied", "have SkippedEntries skip log index ",
                        "replica " + id);
        var words = group.get(id).fault().join().split("log index ", 2)[1];
        return Long.parseLong(words.substring(0, words.indexOf(' ')));
    }
}
