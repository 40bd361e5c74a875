package dev.gavel.auction.model;

/**
 * Versions of the rules of a house. The number is in the replicated state, and only the command {@code adopt}
 * changes it, so that every server changes over at the same place in the log. Entries before it are applied
 * under the earlier version, for ever: a log that is replayed by a newer program decides what it decided.
 *
 * <p>What each version brings:
 * <ul>
 * <li>{@value #FIRST}: the rules up to program version 1.0. A house begins with it.
 * <li>{@value #NEWEST}: names of users that cannot be told from another's are refused; a leader's later bid moves
 * the price only to meet the reserve or to beat a tie; who took bids back bids again from the best of them on; a
 * pause ends by the clock, and so do openings of secret bids; what was confirmed in a round that is void is void;
 * what was bought off a falling clock stays bought; a seller's program may be silent for a week; items that
 * anybody may start; a bid can be one that only buys; sessions have names that nobody guesses; a key that may have been forgotten is refused;
 * auctions of the format yankee.
 * </ul>
 *
 * <p>An auction keeps the version that it was opened under.
 */
public final class HouseVersion {

    /** What every house begins with. */
    public static final int FIRST = 1;

    /** The newest that this program can run. */
    public static final int NEWEST = 2;

    /** The program that runs the house, when it asks for something by itself: no user can have this name. */
    public static final String PROGRAM = " house";

    private HouseVersion() {}

    /**
     * The name under which the house proposes what an operator asked for: no user can have it, since no
     * user's name begins with a space.
     */
    public static String onBehalfOf(String operator) {
        return ' ' + operator;
    }

    /** Whether {@code principal} is the house itself, or acts on an operator's behalf. */
    public static boolean isOfTheHouse(String principal) {
        return principal.length() > 1 && principal.charAt(0) == ' ';
    }

    /** What {@code version} changed, as sentences for operators; empty for the first. */
    public static String changes(int version) {
        return version == NEWEST
                ? "Names that look like another user's are refused, a leader's later bid moves the price "
                        + "only to meet the reserve, bids taken back bind who took them back, pauses and "
                        + "openings end by the clock."
                : "";
    }
}
