package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A copy of a server that runs and is written to, and a house that begins again from it. */
@Tag("slow")
class RecordsCopyTest {

    private static final RecordsCopy.Progress NOBODY = (bytes, of) -> {};
    private static final int COPIES = 8;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void isWholeThoughTheServerGoesOnWriting() throws InterruptedException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(100))) {
            group.leader();
            var acknowledged = new AtomicLong();
            var stop = new AtomicBoolean();
            var writer = Thread.ofPlatform().start(() -> {
                for (var n = 0L; !stop.get(); n++) {
                    write(group, n);
                    acknowledged.set(n);
                }
            });
            try {
                await().atMost(Duration.ofSeconds(60)) // the beginning of the log is gone by now
                        .until(() -> group.get(0).status().logStartIndex() > 0);
                for (var n = 0; n < COPIES; n++) {
                    var applied = group.get(0).status().digestIndex();
                    var before = acknowledged.get();
                    var to = folder.resolve("copy-" + n);
                    assertThat(RecordsCopy.take(group.config(0), to, NOBODY)).isPositive();
                    var found = RecordsReplay.of(at(group.config(0), to), RegisterMachine::new,
                            (index, of) -> {});
                    assertThat(found.faults()).isEmpty();
                    assertThat(found.end()).isGreaterThanOrEqualTo(applied);
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> acknowledged.get() > before + 30);
                }
            } finally {
                stop.set(true);
                writer.join();
            }
        }
    }

    @Test
    void becomesTheRecordsOfAllServersOfAHouseThatLostThem() throws IOException {
        var copy = folder.resolve("copy");
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(20))) {
            group.leader();
            for (var n = 0L; n < 50; n++) {
                write(group, n);
            }
            var follower = (group.leader().status().self() + 1) % 3;
            var end = group.leader().status().digestIndex();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> group.get(follower).status().digestIndex() >= end);
            RecordsCopy.take(group.config(follower), copy, NOBODY);
            assertThatThrownBy(() -> RecordsCopy.take(group.config(follower), copy, NOBODY))
                    .isInstanceOf(RecordsException.class)
                    .hasMessageContaining("is there already");
            write(group, 77);
            assertThatThrownBy(() -> RecordsCopy.putBack(copy, group.config(0), NOBODY))
                    .hasMessageContaining("has records in");
            List.copyOf(group.ids()).forEach(group::stop);
            for (var id = 0; id < 3; id++) {
                Files.move(group.config(id).records(), folder.resolve("lost-" + id));
            }
            var all = IntStream.range(0, 3).mapToObj(group::config).toList();
            RecordsCopy.begin(all);
            RecordsCopy.putBack(copy, group.config(0), NOBODY);
            for (var config : all) { // as where it was killed then
                assertThatThrownBy(() -> group.start(config.self()))
                        .isInstanceOf(RecordsException.class)
                        .hasMessageContaining("was not finished");
                assertThatThrownBy(() -> RecordsCheckup.look(config))
                        .hasMessageContaining("was not finished");
                assertThatThrownBy(() -> RecordsReplay.of(config, RegisterMachine::new,
                        (index, of) -> {})).hasMessageContaining("was not finished");
                assertThatThrownBy(() -> RecordsCopy.take(config, folder.resolve("no"), NOBODY))
                        .hasMessageContaining("was not finished");
            }
            for (var config : all) {
                assertThat(RecordsCopy.putBack(copy, config, NOBODY)).isPositive();
            }
            RecordsCopy.end(all);
            for (var id = 0; id < 3; id++) {
                group.start(id);
            }
            assertThat(value(group)).isEqualTo("v49");
            write(group, 50);
            assertThat(value(group)).isEqualTo("v50");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> group.all()
                            .stream()
                            .map(one -> one.status().digest())
                            .distinct()
                            .count() == 1);
            assertThat(RecordsCopy.objection(folder.resolve("nowhere"), group.config(0)))
                    .hasValueSatisfying(why -> assertThat(why).contains("no copy of the records"));
        }
    }

    private static ReplicaConfig at(ReplicaConfig config, Path records) {
        return new ReplicaConfig(config.cluster(), config.self(), config.peers(), records,
                config.tuning());
    }

    private static String value(RatisGroup group) {
        return group.leader().read(Consistency.LINEARIZABLE).join().state().value("a");
    }

    private static void write(RatisGroup group, long n) {
        if (!isWritten(group, n)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> isWritten(group, n));
        }
    }

    private static boolean isWritten(RatisGroup group, long n) {
        return group.leader()
                .submit(new Request(new RequestId.ByKey("v" + n), "ann",
                        Bytes.utf8("set a v" + n)))
                .join() instanceof Submission.Committed;
    }
}
