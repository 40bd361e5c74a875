package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class StallWatchTest {

    private long last = 10;
    private long synced = 10;
    private long millis;
    private int handedOver;
    private final StallWatch watch = new StallWatch(() -> last, () -> synced, () -> true,
            () -> handedOver++, () -> TimeUnit.MILLISECONDS.toNanos(millis));

    private void lookAt(long atMillis) {
        while (millis < atMillis) {
            millis += 100;
            watch.look();
        }
    }

    @Test
    void anIdleLogIsNoStalledOne() {
        lookAt(100_000);
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void aSlowDiskThatMovesIsNoStalledOne() {
        last = 1_000;
        for (var second = 1; second <= 10; second++) {
            synced++;
            lookAt(second * 1_500L);
        }
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void theTimeInWhichTheServerItselfStoodStillIsNotHeldAgainstItsDisk() {
        lookAt(1_000);
        last = 11;
        lookAt(1_100);
        millis = 60_000; // SIGSTOP
        watch.look();
        assertThat(watch.objection()).isEmpty();
        assertThat(handedOver).isZero();
        lookAt(61_700);
        assertThat(watch.objection()).isPresent();
    }

    @Test
    void objectsAndLetsAnotherLeadWhileNothingIsSynced() {
        lookAt(1_000);
        last = 11;
        lookAt(1_100);
        lookAt(2_900);
        assertThat(watch.objection()).isEmpty();
        lookAt(3_100);
        assertThat(watch.objection()).hasValueSatisfying(
                why -> assertThat(why).contains("for 2 s after index 10"));
        assertThat(handedOver).isEqualTo(1);
        lookAt(5_300);
        assertThat(handedOver).as("what came to nothing is soon tried again").isEqualTo(2);

        synced = 11;
        lookAt(5_400);
        assertThat(watch.objection()).isEmpty();
    }
}
