package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class DiskWatchTest {

    private static final long MORE_THAN_ANY_DISK_HAS = Long.MAX_VALUE;
    private static final long RESERVE = 128L << 20;

    private final Disk disk = new Disk();
    private boolean leads = true;
    private long seconds;
    private int handedOver;
    private final DiskWatch watch = new DiskWatch(disk, RESERVE, () -> leads, () -> handedOver++,
            () -> TimeUnit.SECONDS.toNanos(seconds));

    /** A disk of a gigabyte. */
    private static final class Disk implements DiskWatch.Room {

        private long total = 1L << 30;
        private long usable = 1L << 29;

        @Override
        public long totalBytes() {
            return total;
        }

        @Override
        public long usableBytes() {
            return usable;
        }
    }

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void justTheReserveIsEnoughAndAByteLessIsNot() {
        disk.usable = RESERVE;
        watch.look();
        assertThat(watch.objection()).isEmpty();
        assertThat(handedOver).isZero();

        disk.usable = RESERVE - 1;
        watch.look();
        assertThat(watch.objection()).hasValue("this server's disk is nearly full: 127 MB are free"
                + " where the records are, and 128 MB are to stay free");
        assertThat(handedOver).isEqualTo(1);

        disk.usable = RESERVE;
        watch.look();
        assertThat(watch.objection()).isEmpty();
    }

    /** All servers may be on one full disk: leadership does not go round in circles. */
    @Test
    void aFullDiskIsTriedToBeLeftAgainAfterPausesUpToHalfAMinute() {
        disk.usable = 0;
        for (; seconds <= 100; seconds++) {
            watch.look();
        }
        assertThat(handedOver).isEqualTo(7); // after 0, 2, 6, 14, 30, 60 and 90 s
        assertThat(watch.objection()).isPresent();
    }

    @Test
    void aFollowerObjectsAndHasNothingToHandOver() {
        leads = false;
        disk.usable = 0;
        watch.look();
        assertThat(watch.objection()).isPresent();
        assertThat(handedOver).isZero();
    }

    @Test
    void whereTheRoomCannotBeReadNothingChanges() {
        disk.total = 0;
        disk.usable = 0;
        watch.look();
        assertThat(watch.objection()).isEmpty();
        disk.total = 1L << 30;
        watch.look();
        disk.total = 0;
        disk.usable = 1L << 29;
        watch.look();
        assertThat(watch.objection()).as("what was known before").isPresent();
    }

    @Test
    void readsTheRoomOfAFolderThatIsThereAndNoneOfOneThatIsNot() {
        var room = DiskWatch.Room.of(folder);
        assertThat(room.totalBytes()).isPositive();
        assertThat(room.usableBytes()).isBetween(0L, room.totalBytes());
        assertThat(room).hasToString(folder.toString());
        assertThat(DiskWatch.Room.of(folder.resolve("gone")).totalBytes()).isZero();
    }

    @Test
    void aLeaderWithoutRoomTakesNothingAndStillAnswersReads() throws IOException {
        try (var group = new RatisGroup(1, folder,
                RatisGroup.tuning(200, MORE_THAN_ANY_DISK_HAS))) {
            var lone = group.get(0);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> lone.status().role() == ReplicaStatus.Role.LEADER
                            && lone.status().notReadyBecause().contains("nearly full"));
            assertThat(lone
                    .submit(new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1")))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join()).isInstanceOfSatisfying(Submission.NotNow.class,
                            no -> assertThat(no.why()).contains("MB are to stay free"));
            assertThat(lone.read(Consistency.LINEARIZABLE)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join()
                    .state()
                    .value("a")).isEmpty();
        }
    }
}
