package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A disk whose syncs take as long as the test says, under entries that never cease. */
class SlowDiskWatchTest {

    private static final long LOOK_MILLIS = 100;

    private long millis;
    private long last;
    private long synced;
    private boolean leads = true;
    private int handedOver;
    private Duration delay = Duration.ZERO;
    private final SlowDiskWatch watch = new SlowDiskWatch(() -> last, () -> synced, () -> leads,
            () -> {
                handedOver++;
                leads = false;
            }, () -> delay, () -> millis * 1_000_000);

    private void run(Duration time, long syncMillis) {
        var until = millis + time.toMillis();
        var ends = millis + syncMillis;
        while (millis < until) {
            millis += LOOK_MILLIS;
            last += 3;
            while (ends <= millis) {
                synced = last - 1;
                ends += syncMillis;
            }
            watch.look();
        }
    }

    @Test
    void aLeaderWhoseSyncsTakeLongForTenSecondsHandsLeadershipOverOnce() {
        run(Duration.ofSeconds(9), 250);
        assertThat(watch.objection()).isEmpty();

        run(Duration.ofSeconds(11), 250);
        assertThat(watch.objection()).get().asString().contains("disk is slow", "200 ms");
        assertThat(handedOver).isEqualTo(1);

        leads = true; // whoever took over gave it back
        run(Duration.ofSeconds(30), 250);
        assertThat(handedOver).as("not in circles").isEqualTo(1);

        run(Duration.ofSeconds(20), 5);
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void aMachineThatHasNoCoreToSpareIsNoSlowDisk() {
        delay = Duration.ofMillis(150);
        run(Duration.ofSeconds(30), 600);
        assertThat(watch.objection()).isEmpty();
        assertThat(handedOver).isZero();

        delay = Duration.ZERO;
        run(Duration.ofSeconds(20), 600);
        assertThat(watch.objection()).isPresent();
    }

    @Test
    void aProcessThatStoodStillDoesNotTakeItsDiskForSlow() {
        run(Duration.ofSeconds(5), 50);
        millis += 60_000; // SIGSTOP, in the middle of a sync
        run(Duration.ofSeconds(15), 50);
        assertThat(watch.objection()).isEmpty();
        assertThat(handedOver).isZero();
    }

    @Test
    void aFollowerWithASlowDiskObjectsAndHandsNothingOver() {
        leads = false;
        run(Duration.ofSeconds(11), 400);
        assertThat(watch.objection()).isPresent();
        assertThat(handedOver).isZero();
    }

    @Test
    void whatWasSlowAndHasNothingToDoIsForgottenAfterAMinute() {
        run(Duration.ofSeconds(11), 400);
        assertThat(watch.objection()).isPresent();
        synced = last;
        for (var n = 0; n < 800; n++) {
            millis += LOOK_MILLIS;
            watch.look();
        }
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void aDiskThatTakesAHundredMillisecondsIsNoReason() {
        run(Duration.ofMinutes(1), 120);
        assertThat(watch.objection()).isEmpty();
    }

    @Test
    void aLogThatIsIdleSaysNothing() {
        last = 0;
        for (var n = 0; n < 1_000; n++) {
            millis += LOOK_MILLIS;
            watch.look();
        }
        assertThat(watch.objection()).isEmpty();
    }
}
