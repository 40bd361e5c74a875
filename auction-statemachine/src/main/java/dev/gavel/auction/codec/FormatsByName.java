package dev.gavel.auction.codec;

import dev.gavel.auction.format.BidField;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What those may ask of a kind of auction who know it by its name in JSON only. Of a name that this program does
 * not know, as of a newer house, nothing special is said.
 */
public final class FormatsByName {

    private FormatsByName() {}

    /** All names, in the order in which they are told. */
    public static List<String> names() {
        return Arrays.stream(FormatKind.values()).map(WireNames::nameOf).toList();
    }

    /** Whether the lowest bid wins. */
    public static boolean isFalling(String name) {
        return of(name).filter(format -> format.direction() == Direction.DOWN).isPresent();
    }

    /** Whether nobody knows of the others' bids before the close. */
    public static boolean isSecret(String name) {
        return of(name).filter(Format::isSecret).isPresent();
    }

    /** Whether who accepts the price of the round buys. */
    public static boolean isBoughtByAccepting(String name) {
        return of(name).filter(Format::isBoughtByAccepting).isPresent();
    }

    /** Whether an open bid may be for several units, all of them or none. */
    public static boolean takesAllOrNothing(String name) {
        return of(name).filter(format -> format.bidFields().contains(BidField.ALL_OR_NOTHING))
                .isPresent();
    }

    private static Optional<Format> of(String name) {
        return WireNames.format(name).map(Formats::of);
    }
}
