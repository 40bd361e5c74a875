package dev.gavel.sellerrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clock of a sale: each period the round and the price rise, until one buyer is left. Every change
 * is written down before anybody is told of it. All methods belong to the thread of the loop.
 *
 * <p>A buyer is withdrawn at the end of a round when it is the {@code grace + 1}th in a row that they
 * have not heard of. That says something about them only as long as somebody else was reached: where
 * nobody who is in can be, it is the seller who is cut off, and the round stays as it is.
 */
public final class Sale {

    /** Who is merely silent is not given up sooner, however short the rounds are. */
    static final Duration LEAST_SILENCE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(500);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int TRIES_PER_ROUND = 4;

    private final SaleTerms terms;
    private final long grace;
    private final Loop loop;
    private final Announcer announcer;
    private final SaleListener listener;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private Round now;
    private long version;
    private long roundsBegun;
    private boolean stalled;

    /**
     * What came of a wish to leave.
     *
     * @param done whether the buyer is out
     */
    public record Verdict(boolean done, String message) {}

    /** A sale that stands as {@code now} says, and rests until {@link #begin}. */
    public Sale(SaleTerms terms, long grace, Round now, Loop loop, Announcer announcer,
            SaleListener listener) {
        this.terms = terms;
        this.grace = grace;
        this.now = now;
        this.loop = loop;
        this.announcer = announcer;
        this.listener = listener;
        now.participants().keySet().forEach(name -> lanes.put(name, new Lane(name)));
    }

    /** Tells everybody how it stands, and lets the round run its full time. */
    public void begin() {
        change(now);
        beginRound();
    }

    /** How it stands. */
    public Round now() {
        return now;
    }

    /** Where a buyer listens, from now on. */
    public void address(String buyer, String address) {
        var lane = lanes.get(buyer);
        if (lane != null && !lane.address.equals(address)) {
            lane.address = address;
            if (version > 0) {
                lane.speak();
            }
        }
    }

    /** Addresses that are known, by buyer. */
    public Map<String, String> addresses() {
        var known = new TreeMap<String, String>();
        lanes.values()
                .stream()
                .filter(lane -> !lane.address.isEmpty())
                .forEach(
                        lane -> known.put(lane.name, lane.address));
        return known;
    }

    /** Who has no address, or was not there when last spoken to. */
    List<String> unreached() {
        return lanes.values().stream().filter(lane -> lane.failed).map(lane -> lane.name).toList();
    }

    /** A buyer wishes to leave, which is final; saying it again does no harm. */
    public Verdict withdraw(String buyer) {
        if (!now.participants().containsKey(buyer)) {
            return new Verdict(false, buyer + " does not take part in this auction.");
        }
        if (!now.isActive(buyer)) {
            return new Verdict(true, "You are out already.");
        }
        if (now.finished()) {
            return new Verdict(false, now.winner().filter(buyer::equals).isPresent()
                    ? "You are the last who is in: you have won."
                    : "The auction is over.");
        }
        // two are in at least, else it would be over
        change(now.without(buyer));
        return new Verdict(true, "You are out, for good.");
    }

    /** Ends it without a winner, as the house has called it off. */
    public void callOff() {
        if (!now.finished()) {
            change(now.calledOff());
        }
    }

    /** Whether everybody who has an address has heard how it ended. */
    public boolean everybodyKnows() {
        return now.finished() && lanes.values()
                .stream()
                .allMatch(lane -> lane.heard == version || lane.address.isEmpty());
    }

    private void change(Round next) {
        listener.changed(next);
        now = next;
        version++;
        lanes.values().forEach(Lane::speak);
    }

    private void beginRound() {
        var mine = ++roundsBegun;
        loop.after(terms.period(), () -> {
            if (mine == roundsBegun && !now.finished()) {
                endRound();
            }
        });
    }

    private void endRound() {
        var active = now.active();
        if (active.stream().noneMatch(name -> lane(name).heardThisRound())) {
            stalled = true;
            listener.stalled();
            return;
        }
        var next = now;
        for (var lost : lostInThisRound(active)) {
            next = next.without(lost.name);
            listener.lost(lost.name, lost.missed);
        }
        change(next.finished() ? next : next.next(terms.step()));
        beginRound();
    }

    private List<Lane> lostInThisRound(List<String> active) {
        var lost = new ArrayList<Lane>();
        for (var name : active) {
            var lane = lane(name);
            lane.missed = lane.heardThisRound() ? 0 : lane.missed + 1;
            if (lane.missed > grace && lane.isGone()) {
                lost.add(lane);
            }
        }
        return lost;
    }

    private void goOn() {
        stalled = false;
        lanes.values().forEach(lane -> lane.missed = 0);
        listener.wentOn();
        beginRound();
    }

    private Lane lane(String name) {
        var lane = lanes.get(name);
        if (lane == null) {
            throw new IllegalStateException("no lane for " + name);
        }
        return lane;
    }

    private static Duration within(Duration least, Duration length, Duration most) {
        return length.compareTo(least) < 0 ? least : length.compareTo(most) > 0 ? most : length;
    }

    /** What one buyer is told: one call under way at a time, and then whatever is newest. */
    private final class Lane {
        private final String name;
        private String address = "";
        private boolean underWay;
        private boolean refused = true; // as long as there is no address
        private boolean failed = true;
        private long heard;
        private long roundHeard = -1;
        private long lastHeardAt = loop.millis();
        private long missed;

        private Lane(String name) {
            this.name = name;
        }

        private boolean heardThisRound() {
            return roundHeard >= now.round();
        }

        private boolean isGone() {
            return refused || loop.millis() - lastHeardAt >= LEAST_SILENCE.toMillis();
        }

        private void speak() {
            if (underWay || heard == version || address.isEmpty()) {
                return;
            }
            underWay = true;
            var told = version;
            var round = now.round();
            var patience = within(SHORTEST_PATIENCE, terms.period(), LONGEST_PATIENCE);
            var unused = announcer.tell(name, address, now, patience)
                    .thenAccept(reach -> loop.execute(() -> hear(told, round, reach)));
        }

        private void hear(long told, long round, Announcer.Reach reach) {
            underWay = false;
            refused = reach == Announcer.Reach.REFUSED;
            failed = reach != Announcer.Reach.HEARD;
            if (failed) {
                var pause = within(SHORTEST_PAUSE, terms.period().dividedBy(TRIES_PER_ROUND),
                        LONGEST_PAUSE);
                loop.after(pause, this::speak);
                return;
            }
            heard = told;
            roundHeard = round;
            lastHeardAt = loop.millis();
            if (stalled && now.isActive(name) && heardThisRound()) {
                goOn();
            }
            speak();
        }
    }
}
