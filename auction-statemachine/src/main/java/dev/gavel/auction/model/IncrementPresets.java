package dev.gavel.auction.model;

import dev.gavel.auction.model.IncrementTable.Band;
import dev.gavel.auction.model.IncrementTable.Bands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Increment tables that houses are known for, by name. */
public final class IncrementPresets {

    /** The names, as a command may give them. */
    public static final List<String> NAMES = List.of("unit", "ebay-uk", "power-of-ten", "godaddy");

    private static final IncrementTable EBAY_UK = bands(1, 5, 100, 20, 500, 50, 1_500, 100, 6_000,
            200, 15_000, 500, 30_000, 1_000, 60_000, 2_000, 150_000, 5_000, 300_000, 10_000);
    private static final IncrementTable POWER_OF_TEN = bands(0, 1, 100, 10, 1_000, 100, 10_000,
            1_000, 100_000, 10_000, 1_000_000, 100_000, 10_000_000, 1_000_000);
    private static final IncrementTable GODADDY = bands(500, 500, 50_000, 1_000, 100_000, 2_500,
            250_000, 5_000, 500_000, 10_000);

    private IncrementPresets() {}

    /** The table of that name; empty if there is none. */
    public static Optional<IncrementTable> named(String name) {
        return switch (name) {
            case "unit" -> Optional.of(IncrementTable.UNIT);
            case "ebay-uk" -> Optional.of(EBAY_UK);
            case "power-of-ten" -> Optional.of(POWER_OF_TEN);
            case "godaddy" -> Optional.of(GODADDY);
            default -> Optional.empty();
        };
    }

    /** The name under which a table is known; empty if it is none of these. */
    public static Optional<String> nameOf(IncrementTable table) {
        return NAMES.stream().filter(name -> named(name).equals(Optional.of(table))).findFirst();
    }

    private static IncrementTable bands(long... fromAndStep) {
        var bands = new ArrayList<Band>();
        for (var i = 0; i < fromAndStep.length; i += 2) {
            bands.add(new Band(fromAndStep[i], fromAndStep[i + 1]));
        }
        return new Bands(bands);
    }
}
