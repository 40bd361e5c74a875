package dev.gavel.sellerrun.page;

import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.sellerrun.Buying;
import dev.gavel.sellerrun.BuyingListener;
import dev.gavel.sellerrun.Round;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** One seat, as the page shows it. What the seat tells is kept here, so that a look at it never waits. */
final class Sitting implements BuyingListener {

    private final String user;
    private @Nullable Buying buying;
    private @Nullable Round round;
    private boolean begun;
    private boolean paused;
    private boolean leaving;
    private boolean left;
    private boolean over;
    private boolean houseAway;
    private String note = "";

    /** Of {@code user}, who is about to sit down. */
    Sitting(String user) {
        this.user = user;
    }

    synchronized void takes(Buying seat) {
        buying = seat;
    }

    private synchronized Optional<Buying> seat() {
        return Optional.ofNullable(buying);
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Leaves; what the house said, or empty where the seller is asked. */
    Optional<Outcome> leave() throws InterruptedException {
        var seat = seat().orElseThrow();
        synchronized (this) {
            leaving = true;
            note = "";
        }
        var outcome = seat.leave();
        if (outcome.isPresent()) {
            synchronized (this) {
                leaving = false;
            }
        }
        return outcome;
    }

    /**
     * As the page takes it: {@code state} is {@code waiting}, {@code running} or {@code over}; round, price and
     * participants once there is a round; {@code view} is what the house last said of the auction.
     */
    synchronized JsonObject json() {
        var json = JsonObject.of("user", user)
                .with("state", over ? "over" : begun ? "running" : "waiting")
                .with("paused", paused && !over)
                .with("leaving", leaving && !over)
                .with("left", left)
                .with("houseAway", houseAway)
                .with("note", note);
        var told = round;
        if (told != null && told.round() >= 0) {
            var numbers = told.toJson();
            json = json.with("round", told.round())
                    .with("price", told.price())
                    .with("participants", numbers.object("participants"))
                    .with("winner", told.winner());
        }
        var seat = buying;
        return seat == null ? json
                : json.with("address", seat.address()).with("view", seat.view());
    }

    @Override
    public synchronized void begun() {
        begun = true;
    }

    @Override
    public synchronized void changed(Round told) {
        begun = true;
        round = told;
    }

    @Override
    public synchronized void paused() {
        paused = true;
    }

    @Override
    public synchronized void wentOn() {
        paused = false;
    }

    @Override
    public synchronized void left() {
        left = true;
        leaving = false;
        note = "";
    }

    @Override
    public synchronized void stays(String why) {
        leaving = false;
        note = why;
    }

    @Override
    public synchronized void leavingLater() {
        note = "The seller's program does not answer yet. It is told that you leave as soon as it"
                + " does.";
    }

    @Override
    public synchronized void over(Round told) {
        over = true;
        round = told;
    }

    @Override
    public synchronized void houseAway(String why) {
        houseAway = true;
    }

    @Override
    public synchronized void houseBack() {
        houseAway = false;
    }

    void close() {
        seat().ifPresent(Buying::close);
    }
}
