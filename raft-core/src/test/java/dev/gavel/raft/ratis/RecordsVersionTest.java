package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An earlier program beside a later one, in three replicas: it stops with a sentence and harms nothing. */
@Tag("slow")
class RecordsVersionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EARLIER = 2;
    private static final int LATER = 3;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void stopsWhereAVersionIsAdoptedThatItDoesNotKnowAndTouchesNothingFromThenOn()
            throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            restartAll(group);
            var earlier = group.get(2);
            adopt(group);
            assertThat(earlier.fault().orTimeout(30, TimeUnit.SECONDS).join())
                    .contains("version 3 is adopted, and this program knows 2",
                            "nothing was changed", "docs/UPGRADING.md");
            refusesAndTouchesNothing(group);

            group.start(2, new RegisterMachine(LATER));
            awaitThat(group, 2, "adopted", "yes");
        }
    }

    @Test
    void leavesASnapshotThatOnlyALaterProgramReadsWhereItIs() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(20))) {
            restartAll(group);
            group.stop(2);
            adopt(group);
            await().atMost(PATIENCE).until(() -> {
                for (var n = 0; n < 50; n++) {
                    set(group, "a", "" + n);
                }
                return group.leader().status().logStartIndex() > 20;
            });

            var earlier = group.start(2, new RegisterMachine(EARLIER));
            assertThat(earlier.fault().orTimeout(30, TimeUnit.SECONDS).join())
                    .contains("snapshot", "version 3 is adopted", "nothing was changed");
            refusesAndTouchesNothing(group);
            try (var files = Files.walk(group.config(2).records())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("damaged"));
            }

            group.start(2, new RegisterMachine(LATER));
            awaitThat(group, 2, "adopted", "yes");
        }
    }

    /** The third with the earlier program, which knows the version that all are under. */
    private static void restartAll(RatisGroup group) {
        for (var id = 0; id < 3; id++) {
            group.stop(id);
            group.start(id, new RegisterMachine(id == 2 ? EARLIER : LATER));
        }
        if (group.leader() == group.get(2)) {
            group.get(2).transferLeadership(0, PATIENCE).join();
        }
        set(group, "a", "1");
    }

    private static void adopt(RatisGroup group) {
        set(group, "version", "" + LATER);
        set(group, "adopted", "yes");
    }

    private static void set(RatisGroup group, String name, String value) {
        await().pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(name + value), "ann",
                                Bytes.utf8("set " + name + " " + value)))
                        .join() instanceof Submission.Committed);
    }

    private static void awaitThat(RatisGroup group, int id, String name, String value) {
        await().atMost(PATIENCE)
                .until(() -> group.get(id)
                        .read(Consistency.LOCAL)
                        .join()
                        .state()
                        .value(name)
                        .equals(value));
    }

    private static void refusesAndTouchesNothing(RatisGroup group) throws IOException {
        group.stop(2);
        var records = group.config(2).records();
        var before = RatisGroup.bytes(records);
        assertThatThrownBy(() -> group.start(2, new RegisterMachine(EARLIER)))
                .isInstanceOfSatisfying(RecordsException.class,
                        e -> assertThat(e.kind()).isEqualTo(RecordsException.Kind.NEWER))
                .hasMessageContaining(
                        "are of version 3, which was adopted, and this program can run"
                                + " up to version 2; nothing was changed");
        assertThatThrownBy(() -> RecordsReplay.of(group.config(2),
                () -> new RegisterMachine(EARLIER), (index, of) -> {}))
                .isInstanceOf(RecordsException.class)
                .hasMessageContaining("are of version 3");
        assertThat(RatisGroup.bytes(records)).isEqualTo(before);
    }
}
