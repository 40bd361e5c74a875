package dev.gavel.cli.verbs;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One auction as its events tell it, with the house's time reckoned from theirs: what this machine's
 * clock says counts for nothing. For one thread at a time.
 */
public final class LiveAuction {
    private static final int MOST_PAGES = 5;

    private final String id;
    private final Currency currency;
    private final String name;
    private final PriceChart chart;
    private String state = "";
    private OptionalLong price = OptionalLong.empty();
    private Optional<String> leader = Optional.empty();
    private Optional<Instant> endsAt = Optional.empty();
    private String ended = "";
    private long index;
    private long houseMillis;
    private long heardNanos = System.nanoTime();

    /** As a view shows it, after those bids. */
    LiveAuction(String id, JsonObject view, List<JsonObject> bids, boolean blocks) {
        this.id = id;
        this.currency = House.currencyIn(view);
        this.name = view.text("name").orElse("");
        this.chart = new PriceChart(currency, blocks);
        for (var i = 0; i < bids.size(); i++) {
            past(bids.get(i),
                    i + 1 < bids.size() ? Optional.of(bids.get(i + 1)) : Optional.empty());
        }
        show(view);
    }

    /**
     * One of the house, as it stands, with the bids of before as far as they are to be seen.
     *
     * @throws FailedException if there is none to read
     */
    public static LiveAuction read(House house, String id) {
        var view = house.read(JsonObject.of("query", "result").with("auction", id));
        return new LiveAuction(id, view, bids(house, id), house.output().look().blocks());
    }

    private static List<JsonObject> bids(House house, String id) {
        var bids = new ArrayList<JsonObject>();
        try {
            Optional<String> after = Optional.empty();
            for (var pages = 0; pages < MOST_PAGES; pages++) {
                var page = house.readLocal(
                        JsonObject.of("query", "bids").with("auction", id).with("after", after));
                bids.addAll(page.objects("bids"));
                after = page.text("next");
                if (after.isEmpty()) {
                    return bids;
                }
            }
            return List.of(); // too many to be drawn: it begins now
        } catch (FailedException e) {
            return List.of(); // not for everybody's eyes
        }
    }

    /** It stands so now. */
    private void show(JsonObject view) {
        index = view.number("index").orElse(0);
        state = view.text("state").orElse("");
        endsAt = Sentences.instant(view, "endsAt").or(() -> Sentences.instant(view, "roundEndsAt"));
        var left = view.number("remainingMillis");
        if (endsAt.isPresent() && left.isPresent()) {
            heard(endsAt.get().toEpochMilli() - left.getAsLong());
        }
        if (view.has("bids") && view.number("bids").orElse(0) == 0 && !view.has("round")) {
            price = OptionalLong.empty();
        } else {
            take(view);
        }
        end(view);
    }

    /** A bid that the house answered for the leader made no price: the answer did. */
    private void past(JsonObject bid, Optional<JsonObject> next) {
        var at = Sentences.instant(bid, "at");
        var isAnswered = next.filter(row -> row.flag("automatic")).isPresent();
        if (at.isPresent() && bid.number("amount").isPresent() && !bid.flag("retracted")
                && !isAnswered) {
            chart.add(at.get().toEpochMilli(), bid.number("amount").getAsLong());
        }
    }

    /** Hears the news of it. */
    public void hear(Feed.News news) {
        switch (news) {
            case Feed.News.Happened(var event, var isRepeat) ->
                happened(event.type(), event.json());
            case Feed.News.Reset(var position, var view) -> show(view);
            case Feed.News.Interrupted interrupted -> {
                // says nothing of the auction
            }
            case Feed.News.Refused refused -> {
                // neither
            }
        }
    }

    /** Who leads, and at which price, in the fields of a view. */
    JsonObject view() {
        var view = JsonObject.EMPTY.with("leader", leader);
        return price.isPresent() ? view.with("price", price.getAsLong()) : view;
    }

    /** Where its feed goes on after the view it was read from. */
    public FeedPosition after() {
        return new FeedPosition(index + 1, 0);
    }

    /** Something happened in it. */
    private void happened(String type, JsonObject event) {
        Sentences.instant(event, "at").ifPresent(at -> heard(at.toEpochMilli()));
        Sentences.instant(event, "endsAt")
                .or(() -> Sentences.instant(event, "roundEndsAt"))
                .ifPresent(end -> endsAt = Optional.of(end));
        switch (type) {
            case "auctionOpened", "auctionResumed" -> state = "open";
            case "auctionPaused" -> {
                state = "paused";
                endsAt = Optional.empty();
            }
            case "auctionCancelled" -> state = "cancelled";
            case "auctionClosed", "offerSettled" -> state = "closed";
            case "bidRetracted" -> {
                if (!event.has("leader")) {
                    leader = Optional.empty();
                    price = OptionalLong.empty();
                }
            }
            default -> {
                // leaves the state
            }
        }
        take(event);
        end(event);
    }

    private void take(JsonObject json) {
        json.text("leader").ifPresent(who -> leader = Optional.of(who));
        var now = json.number("hammerPrice").isPresent() ? json.number("hammerPrice")
                : json.number("price");
        if (now.isPresent()) {
            price = now;
            chart.add(houseNow(), now.getAsLong());
        }
    }

    private void end(JsonObject json) {
        if (state.equals("closed")) {
            ended = json.text("result").filter("sold"::equals).isPresent()
                    ? Views.sale(json, currency)
                    : "closed";
        }
    }

    private void heard(long millis) {
        houseMillis = millis;
        heardNanos = System.nanoTime();
    }

    /** The house's time now; 0 while it was never heard. */
    long houseNow() {
        return houseMillis == 0 ? 0
                : houseMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos);
    }

    PriceChart chart() {
        return chart;
    }

    /** Whether there is nothing more to come. */
    boolean isOver() {
        return state.equals("closed") || state.equals("cancelled");
    }

    /** How it stands, in a few words: price, who leads, time left. */
    String standing() {
        if (isOver()) {
            return state.equals("cancelled") ? "called off" : ended;
        }
        var words = new StringBuilder(price.isPresent()
                ? currency.format(price.getAsLong())
                : "no price yet");
        leader.ifPresent(who -> words.append(' ').append(who));
        if (!state.equals("open")) {
            words.append(", ").append(state);
        } else if (endsAt.isPresent() && houseMillis != 0) {
            var left = endsAt.get().toEpochMilli() - houseNow();
            words.append(", ").append(left > 0 ? Spans.inWords(left / 1_000 * 1_000) : "ending");
        }
        return words.toString();
    }

    /** As {@link #standing}, with which auction it is and the newest prices in {@code sparks} columns. */
    public String line(int sparks) {
        var spark = chart.spark(sparks);
        return id + " " + name + "  " + standing() + (spark.length() < 2 ? "" : "  " + spark);
    }

    /** Whether {@code user} leads, or won. */
    public boolean isLedBy(String user) {
        return leader.filter(user::equals).isPresent();
    }
}
