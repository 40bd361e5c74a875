package dev.gavel.auction.codec;

import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.FormatKind;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of {@code create}: a name that is not here is no field of it, whoever would read it. */
public final class CreateFields {

    /** Those that every kind of auction knows. */
    private static final List<String> OF_ALL = List.of("op", "name", "item", "itemName",
            "itemDescription", "format", "currency", "start", "opensAt", "outageGraceMillis",
            "maxPauseMillis", "runBy", "sellerKey", "visibility", "invited", "open", "unique");

    /** The others, and the condition of sale that each is about: formats say which of these they know. */
    private static final TreeMap<String, Condition> CONDITIONS = new TreeMap<>();

    private static final TreeSet<String> NAMES = new TreeSet<>(OF_ALL);

    static {
        about(Condition.END, "durationMillis", "endsAt");
        about(Condition.RESERVE, "reserve");
        about(Condition.BELOW_RESERVE, "belowReserve", "offerMillis");
        about(Condition.RESERVE_MODE, "reserveMode");
        about(Condition.INCREMENT, "increment");
        about(Condition.GRID, "grid");
        about(Condition.PROXY, "proxy");
        about(Condition.BUY_NOW, "buyNow", "buyNowUntil");
        about(Condition.SOFT_CLOSE, "softClose");
        about(Condition.GROUP, "group");
        about(Condition.RETRACTION, "retractUntil");
        about(Condition.CONFIRMATION, "confirm", "grace");
        about(Condition.PACE, "periodMillis", "step");
        about(Condition.FLOOR, "floor");
        about(Condition.COMMITMENT, "commit", "revealMillis");
        about(Condition.QUANTITY, "quantity");
        about(Condition.MARGIN, "margin");
        NAMES.addAll(CONDITIONS.keySet());
    }

    private CreateFields() {}

    private static void about(Condition condition, String... names) {
        for (var name : names) {
            CONDITIONS.put(name, condition);
        }
    }

    /** All of them, in order. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(NAMES);
    }

    /** Whether auctions of {@code kind} know the field {@code name}, which is one of these. */
    static boolean isFor(String name, FormatKind kind) {
        var condition = CONDITIONS.get(name);
        return condition == null || Formats.of(kind).conditions().contains(condition);
    }
}
