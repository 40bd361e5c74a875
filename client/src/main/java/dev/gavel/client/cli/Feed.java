package dev.gavel.client.cli;

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

        /** Something happened. */
        record Happened(HouseEvent event) implements News {}

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
    private @Nullable FeedPosition taken;
    private EventFollower follower;

    /** Follows one auction, from the moment it was read. */
    public static Feed of(House house, String auction, LiveAuction read) {
        return new Feed(house.client(), house.knownUser(), Optional.of(auction),
                Optional.of(read.after()));
    }

    Feed(AuctionClient client, String user, Optional<String> auction,
            Optional<FeedPosition> after) {
        this.client = client;
        this.user = user;
        this.auction = auction;
        this.taken = after.orElse(null);
        this.follower = follow();
    }

    private EventFollower follow() {
        overflown = false;
        return client.follow(user, auction, Optional.ofNullable(taken), new EventHandler() {
            @Override
            public void event(HouseEvent event) {
                put(new News.Happened(event));
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
            case News.Happened(var event) -> line(house, event);
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
                    event.json().text("auction").map(house::currencyOf).orElse(Currency.EUR));
        } catch (FailedException e) {
            return event.json().toString(); // as it came, where the currency cannot be learnt now
        }
    }

    /** The next news; null when there is none within the time. */
    public @Nullable News next(long millis) throws InterruptedException {
        if (overflown && queue.isEmpty()) {
            follower.close();
            follower = follow();
        }
        var news = queue.poll(millis, TimeUnit.MILLISECONDS);
        switch (news) {
            case News.Happened(var event) -> taken = event.position();
            case News.Reset(var position, var view) -> taken = position;
            case null, default -> {
                // moves nothing
            }
        }
        return news;
    }

    @Override
    public void close() {
        follower.close();
    }
}
