package dev.gavel.auction.format.kinds;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.clock.Clock;
import dev.gavel.auction.format.dutch.Dutch;
import dev.gavel.auction.format.english.English;
import dev.gavel.auction.format.reverse.Reverse;
import dev.gavel.auction.format.sealed.FirstPrice;
import dev.gavel.auction.format.uniform.Uniform;
import dev.gavel.auction.format.vickrey.Vickrey;
import dev.gavel.auction.format.yankee.Yankee;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.state.Auction;

/** Which room each kind of auction has: the only place that asks for the kind. */
public final class Formats {

    private Formats() {}

    /** The rules that {@code auction} is held by. */
    public static Format of(Auction auction) {
        return of(auction.conditions().format());
    }

    /** The rules of the kind of that name. */
    public static Format of(FormatKind kind) {
        return switch (kind) {
            case ENGLISH -> English.INSTANCE;
            case REVERSE -> Reverse.INSTANCE;
            case CLOCK -> Clock.INSTANCE;
            case DUTCH -> Dutch.INSTANCE;
            case SEALED -> FirstPrice.INSTANCE;
            case VICKREY -> Vickrey.INSTANCE;
            case UNIFORM -> Uniform.INSTANCE;
            case YANKEE -> Yankee.INSTANCE;
        };
    }
}
