package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.ratis.DigestAccord.Outcome;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Of servers that differ, those go on that agree with a majority, and the odd one stops. */
@Tag("slow")
class DigestAccordTest {

    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes OTHER = Bytes.utf8("other");
    private static final Bytes THIRD = Bytes.utf8("third");

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** Decides otherwise than the rest where a command says "trap". */
    private static final class Odd implements ReplicatedMachine<Registers, String> {

        private final RegisterMachine right = new RegisterMachine();

        @Override
        public Registers initial() {
            return right.initial();
        }

        @Override
        public Applied<Registers, String> apply(Registers before, Entry entry) {
            var applied = right.apply(before, entry);
            var trapped = entry.requests()
                    .stream()
                    .anyMatch(request -> request.payload().asUtf8().contains("trap"));
            return trapped ? new Applied<>(applied.after(), applied.replies(), applied.events(),
                    Bytes.utf8("astray")) : applied;
        }

        @Override
        public OptionalLong nextDeadlineMillis(Registers state) {
            return right.nextDeadlineMillis(state);
        }

        @Override
        public void save(Registers state, OutputStream out) throws IOException {
            right.save(state, out);
        }

        @Override
        public Registers load(InputStream in) throws IOException {
            return right.load(in);
        }
    }

    @Test
    void aMajorityOfAllMembersIsRightAndNotOneOfThoseThatAnswer() {
        assertThat(DigestAccord.outcome(ONE, Map.of(0, ONE, 1, ONE, 2, OTHER), 3))
                .isEqualTo(Outcome.RIGHT);
        assertThat(DigestAccord.outcome(OTHER, Map.of(0, ONE, 1, ONE, 2, OTHER), 3))
                .isEqualTo(Outcome.ASTRAY);
        assertThat(DigestAccord.outcome(ONE, Map.of(0, ONE, 1, ONE, 2, OTHER), 5))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(DigestAccord.outcome(ONE, Map.of(0, ONE, 1, OTHER, 2, THIRD), 3))
                .isEqualTo(Outcome.SPLIT);
        assertThat(DigestAccord.outcome(ONE, Map.of(0, ONE, 1, OTHER), 2))
                .isEqualTo(Outcome.SPLIT);
    }

    @Test
    void anOddFollowerStopsInAHouseWhereNobodyAsksForAnythingMore() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            var odd = (leaderOf(group) + 1) % 3;
            restartOdd(group, odd);
            set(group, "trap");
            assertThat(group.get(odd).fault()).succeedsWithin(Duration.ofSeconds(20))
                    .asString()
                    .contains("differs from a majority", "at log index",
                            "put the log of replica " + odd + " aside");
            assertThat(group.all()).filteredOn(one -> one != group.get(odd))
                    .allSatisfy(one -> assertThat(one.fault()).isNotDone());
        }
    }

    @Test
    @Timeout(150)
    void anOddLeaderStopsAndTheOthersGoOn() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            var odd = leaderOf(group);
            restartOdd(group, odd);
            await().atMost(Duration.ofSeconds(90)).until(() -> {
                var leader = leaderOf(group);
                if (leader != odd) { // one of the two others takes over
                    group.stop(leader);
                    group.start(leader);
                }
                return leader == odd;
            });
            set(group, "trap");
            assertThat(group.get(odd).fault()).succeedsWithin(Duration.ofSeconds(20))
                    .asString()
                    .contains("differs from a majority");
            group.stop(odd);
            set(group, "right");
            assertThat(group.all()).hasSize(2)
                    .allSatisfy(one -> assertThat(one.fault()).isNotDone());
            for (var id : List.copyOf(group.ids())) { // its own replay meets the odd digest too
                group.stop(id);
                group.start(id);
            }
            set(group, "after");
            assertThat(group.all()).allSatisfy(one -> assertThat(one.fault()).isNotDone());
        }
    }

    @Test
    void anIdleHouseComparesOnceAndWritesNothingMore() {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            set(group, "one");
            var leader = group.leader();
            var last = leader.status().logEndIndex();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> leader.status().logEndIndex() > last);
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> leader.status().logEndIndex() == last + 1);
        }
    }

    private static int leaderOf(RatisGroup group) {
        return group.leader().status().self();
    }

    private static void restartOdd(RatisGroup group, int id) {
        group.stop(id);
        group.start(id, new Odd());
        group.leader();
        await().atMost(Duration.ofSeconds(20)).until(() -> group.get(id).status().ready());
    }

    private static void set(RatisGroup group, String value) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }
}
