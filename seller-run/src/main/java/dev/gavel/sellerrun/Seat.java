package dev.gavel.sellerrun;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A buyer's side of a sale: what the seller told, whether the seller is still heard of, and the wish to
 * leave, which is repeated until it is answered. All methods belong to the thread of the loop.
 */
public final class Seat {

    /** How much longer than a round a seller may be silent before the sale counts as paused. */
    static final Duration LEAST_BOUND = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final SaleTerms terms;
    private final String buyer;
    private final Loop loop;
    private final Withdrawer withdrawer;
    private final SeatListener listener;

    private @Nullable Round now;
    private long heardAt;
    private boolean watching;
    private boolean paused;
    private boolean over;
    private boolean wantsOut;
    private boolean asking;
    private boolean waiting;
    private boolean toldLater;
    private boolean isOut;
    private String seller = "";
    private Optional<String> ticket = Optional.empty();

    /** A seat that has heard nothing yet. */
    public Seat(SaleTerms terms, String buyer, Loop loop, Withdrawer withdrawer,
            SeatListener listener) {
        this.terms = terms;
        this.buyer = buyer;
        this.loop = loop;
        this.withdrawer = withdrawer;
        this.listener = listener;
    }

    /** The newest that the seller told; null before the first round. */
    public @Nullable Round now() {
        return now;
    }

    /** Whether the seller is silent for too long. */
    public boolean isPaused() {
        return paused && !over;
    }

    /** Whether it is over. */
    public boolean isOver() {
        return over;
    }

    /** Whether the sale runs, as far as is known here. */
    public boolean isRunning() {
        return watching && !over;
    }

    /** The house says that the sale has begun: from now on the seller should be heard of. */
    public void expectSeller() {
        if (!watching && !over) {
            heardAt = loop.millis();
            watch();
        }
    }

    /** Where the seller listens, from now on. */
    public void sellerAt(String address) {
        if (!address.equals(seller)) {
            seller = address;
            askToLeave();
        }
    }

    /** What is to be shown when asking to leave. */
    public void ticket(String given) {
        ticket = Optional.of(given);
    }

    /**
     * The seller announces how it stands.
     *
     * @return whether it told something newer than what was known
     */
    public boolean announced(Round told) {
        if (over || told.round() < 0) {
            return false;
        }
        var known = now;
        if (known != null && told.round() < known.round()) {
            return false; // late, or in the wrong order
        }
        heard();
        var merged = known != null && told.round() == known.round()
                ? withoutComebacks(told, known)
                : told;
        var news = !merged.equals(known);
        now = merged;
        if (news) {
            listener.changed(merged);
        }
        if (isOut && merged.isActive(buyer)) {
            wantsOut = true; // the seller has forgotten, as one without a journal may
        }
        if (wantsOut) {
            if (merged.participants().containsKey(buyer) && !merged.isActive(buyer) && !asking) {
                out();
            } else {
                askToLeave();
            }
        }
        return news;
    }

    /** Within a round nobody comes back: what says so was sent earlier. */
    private static Round withoutComebacks(Round told, Round known) {
        var all = new TreeMap<>(told.participants());
        known.participants()
                .forEach((name, active) -> all.merge(name, active, Boolean::logicalAnd));
        return new Round(told.auction(), told.round(), told.price(), all, false, Optional.empty());
    }

    /** The seller, or the house, says how it ended. */
    public void finished(Round end) {
        if (over) {
            return;
        }
        over = true;
        now = end;
        listener.over(end);
    }

    /** The buyer wishes to leave, which is final. */
    public void leave() {
        if (over) {
            listener.stays("The auction is over.");
        } else {
            wantsOut = true;
            toldLater = false;
            askToLeave();
        }
    }

    private void heard() {
        heardAt = loop.millis();
        if (!watching) {
            watch();
        }
        if (paused) {
            paused = false;
            listener.wentOn();
        }
    }

    private void watch() {
        watching = true;
        loop.after(LOOK, this::look);
    }

    private void look() {
        if (over) {
            return;
        }
        if (!paused && loop.millis() - heardAt > patience().toMillis()) {
            paused = true;
            listener.paused();
        }
        loop.after(LOOK, this::look);
    }

    /** A round, and half of one more, for what is on its way. */
    Duration patience() {
        var half = terms.period().dividedBy(2);
        return terms.period().plus(half.compareTo(LEAST_BOUND) < 0 ? LEAST_BOUND : half);
    }

    private void askToLeave() {
        if (!wantsOut || asking || over) {
            return;
        }
        if (seller.isEmpty()) {
            later();
            return;
        }
        asking = true;
        var unused = withdrawer.withdraw(seller, terms.auction(), buyer, ticket)
                .thenAccept(verdict -> loop.execute(() -> answered(verdict)));
    }

    private void answered(Optional<Sale.Verdict> verdict) {
        asking = false;
        if (!wantsOut || over) {
            return;
        }
        if (verdict.isEmpty()) {
            later();
        } else if (verdict.get().done()) {
            out();
        } else {
            wantsOut = false;
            listener.stays(verdict.get().message());
        }
    }

    private void out() {
        wantsOut = false;
        if (!isOut) {
            isOut = true;
            listener.left();
        }
    }

    private void later() {
        if (!toldLater) {
            toldLater = true;
            listener.leavingLater();
        }
        if (!waiting) {
            waiting = true;
            loop.after(AGAIN, () -> {
                waiting = false;
                askToLeave();
            });
        }
    }
}
