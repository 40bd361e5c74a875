package dev.gavel.cli.verbs;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.EventFollower;
import dev.gavel.client.EventHandler;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The feed for one reader who may be slow: a bounded queue between the network and the screen. Where it
 * overflows, following stops and begins again, later, after the last event that was taken.
 */
public final class Feed implements AutoCloseable {
    private static final int QUEUED = 10_000;

    /** What can be told. */
    public sealed interface News {

        /**
         * Something happened.
         *
         * @param isRepeat whether nothing changed by it that can be seen
         */
        record Happened(HouseEvent event, boolean isRepeat) implements News {}

        /** Events were missed; so things stand. */
        record Reset(FeedPosition position, JsonObject view) implements News {}

        /** The connection was lost, for this reason. */
        record Interrupted(ServerAddress server, String why) implements News {}

        /** There will be nothing more. */
        record Refused(Outcome why) implements News {}
    }

    private final AuctionClient client;
    private final String user;
    private final Optional<String> auction;
    private final BlockingQueue<News> queue = new ArrayBlockingQueue<>(QUEUED);
    private volatile boolean overflown;
    private final Repeats repeats = new Repeats();
    private @Nullable FeedPosition taken;
    private EventFollower follower;

    /** Follows one auction, from the moment it was read. */
    public static Feed of(House house, String auction, LiveAuction read) {
        return new Feed(house.client(), house.knownUser(), Optional.of(auction),
                Optional.of(read.after())).after(auction, read.view());
    }

    Feed(AuctionClient client, String user, Optional<String> auction,
            Optional<FeedPosition> after) {
        this.client = client;
        this.user = user;
        this.auction = auction;
        this.taken = after.orElse(null);
        this.follower = follow();
    }

    /** The same, of an auction that stood as in {@code view} before the first event. */
    Feed after(String id, JsonObject view) {
        repeats.begin(id, view);
        return this;
    }

    private EventFollower follow() {
        overflown = false;
        return client.follow(user, auction, Optional.ofNullable(taken), new EventHandler() {
            @Override
            public void event(HouseEvent event) {
                put(new News.Happened(event, false));
            }

            @Override
            public void reset(FeedPosition position, JsonObject view) {
                put(new News.Reset(position, view));
            }

            @Override
            public void interrupted(ServerAddress server, String why) {
                put(new News.Interrupted(server, why));
            }

            @Override
            public void refused(Outcome why) {
                put(new News.Refused(why));
            }
        });
    }

    private void put(News news) {
        if (overflown || !queue.offer(news)) {
            overflown = true;
        }
    }

    /** The news in a line for people. */
    public static String line(House house, News news) {
        return switch (news) {
            case News.Happened happened -> line(house, happened.event());
            case News.Reset(var position, var view) -> "some events were missed; now: "
                    + Views.result(view);
            case News.Interrupted(var server, var why) -> "lost " + server + " (" + why
                    + "), going on at another server";
            case News.Refused(var why) -> Sentences.ofFailure(why);
        };
    }

    private static String line(House house, HouseEvent event) {
        try {
            return EventLines.of(event,
                    event.json().text("auction").map(house::currencyOf).orElse(Currency.EUR))
                    + pause(house, event);
        } catch (FailedException e) {
            return event.json().toString(); // as it came, where the currency cannot be learnt now
        }
    }

    /** Until when a pause lasts, which its event does not tell; empty where that is not to be known. */
    private static String pause(House house, HouseEvent event) {
        if (!event.type().equals("auctionPaused")) {
            return "";
        }
        try {
            var view = house.read(JsonObject.of("query", "result")
                    .with("auction", event.json().text("auction")));
            return view.text("pauseEndsAt")
                    .filter(until -> isOf(view, event))
                    .map(until -> "; " + Views.goesOn(until))
                    .orElse("");
        } catch (FailedException e) {
            return "";
        }
    }

    /** Whether the pause in {@code view} can be the one that {@code event} tells of, and is no later one. */
    private static boolean isOf(JsonObject view, HouseEvent event) {
        var since = Sentences.instant(event.json(), "pausedAt");
        var until = Sentences.instant(view, "pauseEndsAt");
        var most = view.number("maxPauseMillis");
        return since.isPresent() && until.isPresent() && (most.isEmpty()
                || !until.get().isAfter(since.get().plusMillis(most.getAsLong())));
    }

    /** The next news; null when there is none within the time. */
    public @Nullable News next(long millis) throws InterruptedException {
        if (overflown && queue.isEmpty()) {
            follower.close();
            follower = follow();
        }
        var news = queue.poll(millis, TimeUnit.MILLISECONDS);
        return switch (news) {
            case News.Happened(var event, var unknown) -> {
                taken = event.position();
                yield new News.Happened(event, repeats.hear(event.type(), event.json()));
            }
            case News.Reset(var position, var view) -> {
                taken = position;
                repeats.forget();
                yield news;
            }
            case null, default -> news; // moves nothing
        };
    }

    @Override
    public void close() {
        follower.close();
    }
}
