package dev.gavel.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Writes down what it is told. */
final class FakeWatcher implements Watcher {

    private static final Function<Batch, String> ENCODING = FakeWatcher::text;

    final List<String> positions = new CopyOnWriteArrayList<>();
    final List<String> resets = new CopyOnWriteArrayList<>();
    volatile boolean ready = true;
    volatile @Nullable Object encoded;
    volatile int batches;
    Optional<UserName> by = Optional.empty();
    volatile String heartbeat = "";
    volatile boolean begun;
    volatile @Nullable End end;
    private volatile @Nullable Subscription place;
    AuctionId auction = new AuctionId(1);
    FeedPosition from = new FeedPosition(0, 0);

    private static String text(Batch batch) {
        return batch.items().size() + " events, told apart by identity";
    }

    void at(Subscription subscription) {
        place = subscription;
    }

    Subscription place() {
        return Objects.requireNonNull(place, "it watches nothing yet");
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // told on one thread
    public void events(Batch batch) {
        batches = batches + 1;
        encoded = batch.encoded(ENCODING);
        batch.items().forEach(item -> positions.add(item.position().toString()));
    }

    @Override
    public void reset(FeedPosition position, HouseState state, Instant time) {
        resets.add(position.toString());
    }

    @Override
    public void begun() {
        begun = true;
    }

    @Override
    public void heartbeat(FeedPosition position) {
        heartbeat = position.toString();
    }

    @Override
    public void ended(End why) {
        end = why;
    }

    void awaitHeartbeat() {
        await().atMost(Duration.ofSeconds(5)).until(() -> !heartbeat.isEmpty());
    }

    void awaitPositions(String... expected) {
        awaitPositions("", List.of(expected));
    }

    void awaitPositions(String what, List<String> expected) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(positions).as(what).hasSize(expected.size()));
        assertThat(positions).as(what).isEqualTo(expected);
    }
}
