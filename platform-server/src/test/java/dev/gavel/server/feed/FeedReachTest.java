package dev.gavel.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.LogPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Watchers that name a position which this server has not reached. */
class FeedReachTest {

    private final EventFeed feed = new EventFeed(1024, 10, 100, Duration.ofHours(1));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<CompletableFuture<Long>> answers = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final FeedReach reach = new FeedReach(feed, () -> {
        asked.incrementAndGet();
        return answers.remove();
    }, timer);

    @AfterEach
    void close() {
        feed.close();
        timer.shutdownNow();
    }

    @Test
    void doesNotResetOneWhomThisServerOnlyLagsBehind() {
        applied(5);
        var majority = new CompletableFuture<Long>();
        answers.add(majority);
        var watcher = watch("9.1");

        applied(9);
        majority.complete(9L);

        await().until(() -> asked.get() == 1);
        var other = watch("5.0");
        await().until(() -> other.place().live());
        assertThat(watcher.resets).isEmpty();
    }

    @Test
    void resetsOneWhomTheHouseHasNotReachedOnceThisServerHasCaughtUp() {
        applied(5);
        var majority = new CompletableFuture<Long>();
        answers.add(majority);
        var watcher = watch("10.1");
        applied(9);
        assertThat(watcher.resets).isEmpty();

        majority.complete(9L);

        await().until(() -> watcher.resets.equals(List.of("10.0")));
    }

    @Test
    void resetsEvenThoughTheHouseGoesOnPastThePositionMeanwhile() {
        applied(5);
        var majority = new CompletableFuture<Long>();
        answers.add(majority);
        var watcher = watch("8.1");
        applied(12);

        majority.complete(6L);

        await().until(() -> watcher.resets.equals(List.of("13.0")));
    }

    @Test
    void asksAgainWhereNoMajorityAnswered() {
        applied(5);
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("no majority")));
        answers.add(CompletableFuture.completedFuture(5L));

        var watcher = watch("99999999.1");

        await().atMost(Duration.ofSeconds(5)).until(() -> watcher.resets.equals(List.of("6.0")));
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void asksNobodyAboutAPositionThatThisServerHasReached() {
        applied(5);

        var watcher = watch("6.0");

        await().until(() -> watcher.place().live());
        assertThat(asked.get()).isZero();
        assertThat(watcher.resets).isEmpty();
    }

    @Test
    void waitsWithTheResetForAWatcherThatTakesNothingYet() {
        applied(5);
        answers.add(CompletableFuture.completedFuture(5L));
        var watcher = new FakeWatcher();
        watcher.ready = false;

        watch(watcher, "7.1");
        watch("5.0");
        assertThat(watcher.resets).isEmpty();
        watcher.ready = true;
        watcher.place().ready();

        await().until(() -> watcher.resets.equals(List.of("6.0")));
    }

    private FakeWatcher watch(String after) {
        var watcher = new FakeWatcher();
        watch(watcher, after);
        return watcher;
    }

    private void watch(FakeWatcher watcher, String after) {
        var position = FeedPosition.parse(after).orElseThrow();
        var place = feed.watch(Optional.empty(), Optional.of(position), Optional.empty(), watcher)
                .orElseThrow();
        watcher.at(place);
        reach.check(place, position);
    }

    private void applied(long index) {
        feed.applied(new LogPosition(1, index), 1_000, List.of(), HouseState.empty());
    }
}
