package dev.gavel.sellerrun;

import dev.gavel.client.JsonObject;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a sale stands: the round, its price and who is in. Within a round names only go out; a sale that
 * is finished stays as it is.
 *
 * @param round from 0, the round at the start price
 * @param price of this round, in minor units
 * @param participants all who took part when it started, with whether they are still in
 * @param finished whether it is over
 * @param winner who won at {@code price}; empty while it runs, and where nobody did
 */
public record Round(String auction, long round, long price,
        SortedMap<String, Boolean> participants, boolean finished, Optional<String> winner) {

    /** Keeps the participants in the order of their names. */
    public Round {
        participants = Collections.unmodifiableSortedMap(new TreeMap<>(participants));
    }

    /** Round 0; who is alone has won. */
    public static Round first(String auction, long start, Iterable<String> names) {
        var all = new TreeMap<String, Boolean>();
        names.forEach(name -> all.put(name, true));
        return new Round(auction, 0, start, all, false, Optional.empty()).settled();
    }

    /** The next round, at a price that is higher by {@code step}. */
    Round next(long step) {
        return new Round(auction, Math.addExact(round, 1), Math.addExact(price, step),
                participants, false, Optional.empty());
    }

    /** The same round without {@code name}; who is left alone has won. */
    Round without(String name) {
        var all = new TreeMap<>(participants);
        all.put(name, false);
        return new Round(auction, round, price, all, false, Optional.empty()).settled();
    }

    /** The end, without a winner. */
    Round calledOff() {
        return new Round(auction, round, price, participants, true, Optional.empty());
    }

    /** The same as read from elsewhere; who is alone has won. */
    Round resettled() {
        return finished ? this : settled();
    }

    private Round settled() {
        var active = active();
        return active.size() == 1
                ? new Round(auction, round, price, participants, true,
                        Optional.of(active.getFirst()))
                : this;
    }

    /** Who is in, by name. */
    public List<String> active() {
        return participants.entrySet()
                .stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isActive(String name) {
        return participants.getOrDefault(name, false);
    }

    /** Whether this tells more than {@code other} of the same sale: later, or fewer are in. */
    boolean isAfter(Round other) {
        if (finished != other.finished) {
            return finished;
        }
        return round != other.round
                ? round > other.round
                : active().size() < other.active().size();
    }

    /** As the house, the journal and programs take it. */
    public JsonObject toJson() {
        var names = JsonObject.EMPTY;
        for (var entry : participants.entrySet()) {
            names = names.with(entry.getKey(), entry.getValue());
        }
        var json = JsonObject.of("auction", auction)
                .with("round", round)
                .with("price", price)
                .with("participants", names);
        return finished ? json.with("finished", true).with("winner", winner) : json;
    }

    /**
     * What {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException naming the field that is missing
     */
    public static Round of(JsonObject json) {
        var all = new TreeMap<String, Boolean>();
        var names = json.object("participants").orElseThrow(() -> missing("participants"));
        names.names().forEach(name -> all.put(name, names.flag(name)));
        return new Round(json.text("auction").orElseThrow(() -> missing("auction")),
                json.number("round").orElseThrow(() -> missing("round")),
                json.number("price").orElseThrow(() -> missing("price")), all,
                json.flag("finished"), json.text("winner"));
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException("a round without " + field);
    }
}
