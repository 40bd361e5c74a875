package dev.gavel.auction.model;

import java.util.Collections;
import java.util.List;

/**
 * Who may see and bid.
 *
 * @param visibility who sees how the auction stands
 * @param invited who may bid, in order of name; empty for everybody
 */
public record Access(Visibility visibility, List<UserName> invited) {

    /** Everybody sees, everybody bids. */
    public static final Access PUBLIC = new Access(Visibility.PUBLIC, List.of());

    /** Sorts the names and keeps each once. */
    public Access {
        invited = invited.stream().sorted().distinct().toList();
    }

    /** Who sees how an auction stands. */
    public enum Visibility {
        /** Everybody. */
        PUBLIC,
        /** Price, round and participants only who joined; the rest everybody. */
        PARTICIPANTS,
        /** Only who is invited knows of the auction at all. */
        INVITED
    }

    /** Whether {@code user} is on the list, or there is none. */
    public boolean mayBid(UserName user) {
        return invited.isEmpty() || Collections.binarySearch(invited, user) >= 0;
    }
}
