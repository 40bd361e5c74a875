package dev.gavel.auction.state;

import dev.gavel.auction.model.Closing;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Pricing;

/**
 * One object for conditions that are equal: most auctions of a house are held under the same few, and
 * some 250 bytes each are much for a million of them. What was met lately is kept, a bounded number.
 *
 * <p>Safe for use by many threads: what is kept never changes, and two threads that miss each other's
 * entry only share less.
 */
public final class SharedConditions {

    private static final int SLOTS = 1 << 12;
    private static final Object[] MET = new Object[SLOTS];

    private SharedConditions() {}

    /** Equal conditions, the ones met before where they are remembered. */
    public static ConditionsOfSale of(ConditionsOfSale c) {
        var slot = slot(c);
        if (c.equals(MET[slot])) {
            return (ConditionsOfSale) MET[slot];
        }
        var shared = new ConditionsOfSale(c.format(), c.currency(), part(shared(c.pricing())),
                part(shared(c.closing())), c.proxy(), part(c.retractUntil()), part(c.rounds()),
                c.quantity(), part(c.sealedTerms()), part(c.access()));
        MET[slot] = shared;
        return shared;
    }

    private static Pricing shared(Pricing p) {
        return new Pricing(p.start(), part(p.increments()), p.grid(), part(p.reserve()),
                part(p.buyNow()));
    }

    private static Closing shared(Closing c) {
        return new Closing(part(c.timing()), part(c.softClose()), part(c.group()));
    }

    @SuppressWarnings("unchecked") // equal objects are of one class, as their equals says
    private static <T> T part(T part) {
        var slot = slot(part);
        var met = MET[slot];
        if (part.equals(met)) {
            return (T) met;
        }
        MET[slot] = part;
        return part;
    }

    private static int slot(Object key) {
        var hash = key.hashCode() * 0x9e3779b9;
        return hash >>> 20 & SLOTS - 1;
    }
}
