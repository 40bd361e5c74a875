package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class WakeTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Wake wake = new Wake();

    @Test
    void aSignalBeforeTheWaitEndsItAtOnceAndOnlyOne() throws InterruptedException {
        wake.signal();
        wake.signal();
        assertThat(wake.await(1, TimeUnit.HOURS)).isTrue();
        assertThat(wake.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aSignalEndsTheWaitOfAnotherThread() {
        var waits = new CountDownLatch(1);
        var woken = new CompletableFuture<Boolean>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                waits.countDown();
                wake.await();
                woken.complete(true);
            } catch (InterruptedException e) {
                woken.completeExceptionally(e);
            }
        });
        assertThat(woken).isNotDone();
        awaitQuietly(waits);
        wake.signal();
        assertThat(woken).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoLonger() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> wake.await(1, TimeUnit.HOURS))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).as("nothing is left of it").isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
