package dev.gavel.raft.ratis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.UnconfirmedReadException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

class ReadBarrierTest {

    private final BlockingQueue<CompletableFuture<Void>> asked = new LinkedBlockingQueue<>();

    @Test
    void sharesTheNextConfirmationAndNeverOneThatBeganBefore() throws Exception {
        var barrier = new ReadBarrier(this::ask, Duration.ofSeconds(10));
        var first = barrier.confirm();
        var second = barrier.confirm();
        var third = barrier.confirm();

        asked.poll(5, SECONDS).complete(null);
        first.get(5, SECONDS);
        assertThat(second).isNotDone();

        asked.poll(5, SECONDS).complete(null);
        second.get(5, SECONDS);
        third.get(5, SECONDS);
        assertThat(asked).isEmpty();
    }

    @Test
    void asksAgainWhileWhoConfirmsStillHoldsItsLock() throws Exception {
        var monitor = new Object();
        // as Ratis does: asking goes through another thread, which needs the monitor
        var asking = new AtomicInteger();
        var barrier = new ReadBarrier(() -> {
            CompletableFuture.runAsync(() -> {
                synchronized (monitor) {
                    asking.incrementAndGet();
                }
            }).join();
            return ask();
        }, Duration.ofSeconds(10));
        var first = barrier.confirm();
        var second = barrier.confirm();

        var confirmed = asked.poll(5, SECONDS);
        var ratis = Thread.ofPlatform().daemon().start(() -> {
            synchronized (monitor) {
                confirmed.complete(null);
            }
        });

        assertThat(ratis.join(Duration.ofSeconds(5))).isTrue();
        first.get(5, SECONDS);
        asked.poll(5, SECONDS).complete(null);
        second.get(5, SECONDS);
        assertThat(asking).hasValue(2);
    }

    @Test
    void asksAgainWhereAConfirmationIsLost() throws Exception {
        var barrier = new ReadBarrier(this::ask, Duration.ofSeconds(10));
        var read = barrier.confirm();
        var lost = asked.poll(5, SECONDS);

        asked.poll(5, SECONDS).complete(null);

        read.get(5, SECONDS);
        assertThat(lost).isNotDone();
    }

    @Test
    void takesAConfirmationThatIsLate() throws Exception {
        var barrier = new ReadBarrier(this::ask, Duration.ofSeconds(10));
        var read = barrier.confirm();
        var late = asked.poll(5, SECONDS);
        var second = asked.poll(5, SECONDS);

        late.complete(null);

        read.get(5, SECONDS);
        assertThat(second).isNotDone();
    }

    @Test
    void givesUpWhereNothingIsConfirmedInTime() {
        var barrier = new ReadBarrier(this::ask, Duration.ofMillis(600));

        assertThat(barrier.confirm()).failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UnconfirmedReadException.class);
    }

    private CompletableFuture<Void> ask() {
        var confirmation = new CompletableFuture<Void>();
        asked.add(confirmation);
        return confirmation;
    }
}
