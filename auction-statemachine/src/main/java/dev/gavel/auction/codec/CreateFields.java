package dev.gavel.auction.codec;

import dev.gavel.auction.model.FormatKind;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** The fields of {@code create}: a name that is not here is no field of it, whoever would read it. */
public final class CreateFields {

    private static final Set<FormatKind> ALL = EnumSet.allOf(FormatKind.class);
    private static final Set<FormatKind> OPEN_BIDS = EnumSet.of(FormatKind.ENGLISH,
            FormatKind.REVERSE);
    private static final Set<FormatKind> CLOCKS = EnumSet.of(FormatKind.CLOCK, FormatKind.DUTCH);
    private static final Set<FormatKind> SECRET = EnumSet.of(FormatKind.SEALED,
            FormatKind.VICKREY);
    private static final Set<FormatKind> WITHOUT_ROUNDS = EnumSet
            .complementOf(EnumSet.copyOf(CLOCKS));
    private static final Set<FormatKind> WITH_OFFERS = EnumSet
            .complementOf(EnumSet.of(FormatKind.CLOCK, FormatKind.DUTCH, FormatKind.UNIFORM));

    /** By name, in order: the formats that know it. */
    private static final TreeMap<String, Set<FormatKind>> FORMATS = new TreeMap<>();

    static {
        List.of("op", "name", "item", "itemName", "itemDescription", "format", "currency",
                "start", "opensAt", "outageGraceMillis", "maxPauseMillis", "runBy", "sellerKey",
                "visibility", "invited", "open", "unique")
                .forEach(name -> FORMATS.put(name, ALL));
        List.of("increment", "grid", "proxy", "buyNow", "buyNowUntil", "softClose", "group",
                "retractUntil", "reserveMode").forEach(name -> FORMATS.put(name, OPEN_BIDS));
        List.of("reserve", "durationMillis", "endsAt")
                .forEach(name -> FORMATS.put(name, WITHOUT_ROUNDS));
        List.of("belowReserve", "offerMillis").forEach(name -> FORMATS.put(name, WITH_OFFERS));
        List.of("periodMillis", "step").forEach(name -> FORMATS.put(name, CLOCKS));
        List.of("commit", "revealMillis").forEach(name -> FORMATS.put(name, SECRET));
        List.of("confirm", "grace")
                .forEach(name -> FORMATS.put(name, EnumSet.of(FormatKind.CLOCK)));
        FORMATS.put("floor", EnumSet.of(FormatKind.DUTCH));
        FORMATS.put("quantity", EnumSet.of(FormatKind.DUTCH, FormatKind.UNIFORM));
        FORMATS.put("margin", EnumSet.of(FormatKind.UNIFORM));
    }

    private CreateFields() {}

    /** All of them, in order. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(FORMATS.navigableKeySet());
    }

    /** Whether auctions of {@code format} know the field {@code name}. */
    static boolean isFor(String name, FormatKind format) {
        return FORMATS.getOrDefault(name, Set.of()).contains(format);
    }
}
