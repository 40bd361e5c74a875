package dev.gavel.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.LogPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

class EventFeedTest {

    private static final Duration NEVER = Duration.ofHours(1);
    /** Four auctions that everybody sees, and one that only ann and its seller sue look into. */
    private static final HouseState HOUSE = house();
    private static final int PRIVATE = 5;

    private EventFeed feed = new EventFeed(1024, 1_000, 1_000, NEVER);
    private long index;

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void handsOverWhatComesAfterNow() {
        append(1, 2);
        var watcher = watch(Optional.empty(), Optional.empty());
        watcher.awaitHeartbeat();

        append(1, 2, 3);

        watcher.awaitPositions("2.1", "2.2", "2.3");
    }

    @Test
    void tellsWhoComesBackToAQuietHouseThatItIsHeard() {
        append(1);
        var back = watch(Optional.empty(), Optional.of(new FeedPosition(1, 1)));

        await().until(() -> back.begun);

        assertThat(back.heartbeat).as("its position is its own").isEmpty();
    }

    @Test
    void tellsManyLessOftenOfMoreAtATime() {
        var crowd = IntStream.range(0, 1_000)
                .mapToObj(n -> watch(Optional.empty(), Optional.empty()))
                .toList();
        await().until(() -> crowd.stream().noneMatch(one -> one.heartbeat.isEmpty()));
        var began = System.nanoTime();
        for (var n = 0; n < 300; n++) {
            append(1);
            LockSupport.parkNanos(1_000_000);
        }

        await().pollInterval(Duration.ofMillis(1))
                .until(() -> crowd.stream().allMatch(one -> one.positions.size() == 300));

        var millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(crowd.getFirst().batches).isLessThanOrEqualTo((int) millis / 10 + 2);
    }

    @Test
    void thoseBehindAtTheSamePlaceShareWhatComesNext() {
        for (var n = 0; n < 512; n++) { // a whole page
            append(1);
        }
        var pair = List.of(new FakeWatcher(), new FakeWatcher());
        pair.forEach(one -> {
            one.ready = false;
            one.at(feed.watch(Optional.empty(), FeedPosition.parse("0.0"), Optional.empty(), one)
                    .orElseThrow());
        });
        // who came after them is served, so they have begun
        watch(Optional.empty(), Optional.empty()).awaitHeartbeat();

        pair.forEach(one -> {
            one.ready = true;
            one.place().ready();
        });

        await().until(() -> pair.stream().allMatch(one -> one.positions.size() == 512));
        assertThat(pair.getFirst().encoded).isSameAs(pair.getLast().encoded);
    }

    @Test
    void goesOnExactlyAfterAnyPosition() {
        for (var n = 0; n < 50; n++) {
            append(1, 2);
        }
        var all = IntStream.rangeClosed(1, 50)
                .boxed()
                .flatMap(n -> List.of(n + ".1", n + ".2").stream())
                .toList();
        for (var cut = 0; cut < all.size(); cut += 7) {
            var watcher = watch(Optional.empty(), FeedPosition.parse(all.get(cut)));

            watcher.awaitPositions(all.subList(cut + 1, all.size()).toArray(new String[0]));
        }
    }

    @Test
    void handsOneAuctionsEventsToThoseWhoWatchIt() {
        for (var n = 0; n < 20; n++) {
            append(n % 4 + 1);
        }

        var watcher = watch(Optional.of(new AuctionId(3)), FeedPosition.parse("7.1"));
        watcher.awaitPositions("11.1", "15.1", "19.1");
        append(3, 1, 3);

        watcher.awaitPositions("11.1", "15.1", "19.1", "21.1", "21.3");
    }

    @Test
    void resetsWhenThePositionIsNoLongerHeld() {
        for (var n = 0; n < 2_000; n++) {
            append(1);
        }

        var watcher = watch(Optional.of(new AuctionId(1)), FeedPosition.parse("5.1"));
        await().until(() -> watcher.resets.size() == 1);
        append(1);

        watcher.awaitPositions("2001.1");
        assertThat(watcher.resets).containsExactly("2001.0");
    }

    @Test
    void waitsWithAPositionThatIsYetToCome() {
        append(1);
        var watcher = watch(Optional.empty(), FeedPosition.parse("3.1"));
        append(1);
        append(1, 1);
        append(1);

        watcher.awaitPositions("3.2", "4.1");
    }

    @Test
    void resetsThoseWhoWatchWhenASnapshotSkipsEvents() {
        var watcher = watch(Optional.empty(), Optional.empty());
        watcher.awaitHeartbeat();
        append(1);
        watcher.awaitPositions("1.1");

        index = 99;
        feed.restored(new LogPosition(1, 99), 0, HouseState.empty());
        await().until(() -> watcher.resets.size() == 1);
        append(1);

        watcher.awaitPositions("1.1", "100.1");
        assertThat(watcher.resets).containsExactly("100.0");
    }

    @Test
    void servesTheSlowFromTheRingWithoutGapOrRepeat() {
        var watcher = watch(Optional.of(new AuctionId(1)), Optional.empty());
        watcher.awaitHeartbeat();
        watcher.ready = false;
        for (var n = 0; n < 300; n++) {
            append(1, 2);
        }
        watcher.ready = true;
        watcher.place().ready();

        watcher.awaitPositions(IntStream.rangeClosed(1, 300)
                .mapToObj(n -> n + ".1")
                .toArray(String[]::new));
    }

    @Test
    void cutsThoseWhoFallTooFarBehind() {
        var watcher = watch(Optional.of(new AuctionId(1)), Optional.empty());
        watcher.awaitHeartbeat();
        var other = watch(Optional.of(new AuctionId(2)), Optional.empty());
        other.awaitHeartbeat();
        watcher.ready = false;
        other.ready = false;

        for (var n = 0; n < 1_100; n++) {
            append(1);
        }

        await().until(() -> watcher.end == Watcher.End.TOO_SLOW);
        assertThat(feed.watchers()).isEqualTo(1);
        assertThat(other.end).isNull();
    }

    @Test
    void takesNoMoreWatchersThanItsBound() {
        feed.close();
        feed = new EventFeed(64, 2, 10, NEVER);
        watch(Optional.empty(), Optional.empty());
        var second = watch(Optional.empty(), Optional.empty());

        assertThat(feed.watch(Optional.empty(), Optional.empty(), Optional.empty(),
                new FakeWatcher())).isEmpty();

        second.place().cancel();
        await().until(() -> feed.watchers() == 1);
        assertThat(feed.watch(Optional.empty(), Optional.empty(), Optional.empty(),
                new FakeWatcher())).isPresent();
    }

    @Test
    void tellsAQuietWatcherHowFarItGot() {
        feed.close();
        feed = new EventFeed(64, 10, 10, Duration.ofMillis(10));
        var watcher = watch(Optional.of(new AuctionId(1)), Optional.empty());

        append(2);

        await().until(() -> "2.0".equals(watcher.heartbeat));
    }

    @Test
    void endsAllWhenItCloses() {
        var watcher = watch(Optional.empty(), Optional.empty());

        feed.close();

        await().until(() -> watcher.end == Watcher.End.STOPPING);
    }

    @Test
    void losesAndDoublesNothingWhileWatchersComeAndStall() {
        feed.close();
        feed = new EventFeed(4096, 1_000, 4_000, NEVER);
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var watchers = new ArrayList<FakeWatcher>();
        for (var n = 0; n < 600; n++) {
            if (random.nextInt(20) == 0) {
                watchers.add(watch(Optional.of(new AuctionId(1 + random.nextInt(2))),
                        Optional.of(new FeedPosition(Math.max(0, index - 20), 0))));
            }
            append(1, 2, 1);
            for (var watcher : watchers) {
                if (random.nextInt(10) == 0) {
                    watcher.ready = !watcher.ready;
                    watcher.place().ready();
                }
            }
        }
        for (var watcher : watchers) {
            watcher.ready = true;
            watcher.place().ready();
            var from = watcher.from.index();
            var one = watcher.auction.value() == 1;
            var expected = IntStream.rangeClosed((int) Math.max(1, from), 600)
                    .boxed()
                    .flatMap(n -> one ? List.of(n + ".1", n + ".3").stream()
                            : List.of(n + ".2").stream())
                    .toList();
            watcher.awaitPositions("seed " + seed, expected);
        }
    }

    @Test
    void tellsOnlyThoseWhoMaySee() {
        var stranger = watch(Optional.empty(), Optional.empty(), "zoe");
        var nobody = watch(Optional.empty(), Optional.empty(), "");
        var ann = watch(Optional.of(new AuctionId(PRIVATE)), Optional.empty(), "ann");
        nobody.awaitHeartbeat();
        ann.awaitHeartbeat();
        stranger.awaitHeartbeat();

        append(PRIVATE, 1, PRIVATE);
        append(PRIVATE);
        append(1);

        ann.awaitPositions("1.1", "1.3", "2.1");
        stranger.awaitPositions("1.2", "3.1");
        nobody.awaitPositions("1.2", "3.1");
    }

    @Test
    void goesOnExactlyAfterAnyPositionWhereSomeIsHidden() {
        for (var n = 0; n < 300; n++) {
            append(PRIVATE, n % 3 == 0 ? 1 : PRIVATE);
        }
        var all = IntStream.range(0, 100).mapToObj(n -> (3 * n + 1) + ".2").toList();
        watch(Optional.empty(), FeedPosition.parse("0.0"), "zoe").awaitPositions("all", all);
        for (var cut = 0; cut < all.size(); cut += 23) {
            watch(Optional.empty(), FeedPosition.parse(all.get(cut)), "zoe")
                    .awaitPositions("after " + all.get(cut), all.subList(cut + 1, all.size()));
        }
        watch(Optional.of(new AuctionId(PRIVATE)), FeedPosition.parse("299.1"), "ann")
                .awaitPositions("299.2", "300.1", "300.2");
    }

    @Test
    void movesOnTheOneWhoMaySeeNothing() {
        feed.close();
        feed = new EventFeed(1024, 10, 1_000, Duration.ofMillis(10));
        var stranger = watch(Optional.of(new AuctionId(PRIVATE)), Optional.empty(), "zoe");

        for (var n = 0; n < 500; n++) {
            append(PRIVATE);
        }

        await().until(() -> "501.0".equals(stranger.heartbeat));
        assertThat(stranger.positions).isEmpty();
        assertThat(stranger.resets).isEmpty();
        assertThat(stranger.end).isNull();
    }

    @Test
    void encodesOnceForAllWhoSeeAlike() {
        var watchers = IntStream.range(0, 6)
                .mapToObj(n -> watch(Optional.empty(), Optional.empty(), "zoe" + n))
                .toList();
        var insiders = IntStream.range(0, 6)
                .mapToObj(
                        n -> watch(Optional.empty(), Optional.empty(), n % 2 == 0 ? "ann" : "sue"))
                .toList();
        watchers.forEach(FakeWatcher::awaitHeartbeat);
        insiders.forEach(FakeWatcher::awaitHeartbeat);

        append(PRIVATE, 1, PRIVATE);

        watchers.forEach(one -> one.awaitPositions("1.2"));
        insiders.forEach(one -> one.awaitPositions("1.1", "1.2", "1.3"));
        assertThat(watchers).allSatisfy(
                one -> assertThat(one.encoded).isSameAs(watchers.getFirst().encoded));
        assertThat(insiders).allSatisfy(
                one -> assertThat(one.encoded).isSameAs(insiders.getFirst().encoded));
    }

    private FakeWatcher watch(Optional<AuctionId> auction, Optional<FeedPosition> after) {
        return watch(auction, after, "");
    }

    private FakeWatcher watch(Optional<AuctionId> auction, Optional<FeedPosition> after,
            String by) {
        var watcher = new FakeWatcher();
        watcher.by = UserName.parse(by);
        watcher.auction = auction.orElse(watcher.auction);
        watcher.from = after.orElse(watcher.from);
        watcher.at(feed.watch(auction, after, watcher.by, watcher).orElseThrow());
        return watcher;
    }

    private static HouseState house() {
        var house = HouseState.empty();
        for (var n = 0; n < 4; n++) {
            house = after(house, "sue", "{\"op\":\"create\",\"name\":\"table\"}");
        }
        house = after(house, "sue", "{\"op\":\"create\",\"name\":\"coin\","
                + "\"visibility\":\"participants\"}");
        return after(house, "ann", "{\"op\":\"join\",\"auction\":\"5\"}");
    }

    private static HouseState after(HouseState before, String by, String json) {
        var outcome = AuctionMachine.apply(before,
                MessageCodec.decodeCommand(json.getBytes(StandardCharsets.UTF_8)), by, 0, 0);
        assertThat(outcome.reply().orElseThrow().isSuccess()).as(json).isTrue();
        return outcome.after();
    }

    private void append(int... auctions) {
        var events = IntStream.of(auctions)
                .<Event>mapToObj(auction -> new Event.ParticipantJoined(new AuctionId(auction),
                        new UserName("bob")))
                .toList();
        feed.applied(new LogPosition(1, ++index), index, events, HOUSE);
    }
}
