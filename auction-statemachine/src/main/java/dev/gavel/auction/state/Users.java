package dev.gavel.auction.state;

import dev.gavel.auction.model.Naming;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All users, by the number that each has from registering, and by name: a persistent value.
 *
 * <p>Every bid looks its bidder up, at full load each time in memory that the processor has not at hand.
 * So the numbers of names met lately are noted in a small array, which a house shares with all that
 * follow from it. A note is a guess, never an answer: the user with that number is asked for the name. What
 * is found follows from the users alone, whoever wrote the notes, and from whatever thread.
 */
final class Users {

    private static final int PLACE_BITS = 13;
    private static final int PLACES = 1 << PLACE_BITS;
    /** A name has so many places for its note, side by side. */
    private static final int WAYS = 4;
    /** Of a note, the rest is of the hash; users beyond the 16.7 millionth are not noted. */
    private static final int NUMBER_BITS = 24;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    private final PagedTable<User> byNumber;
    private final HashIndex<Long> numbers;
    /** By what a name looks like; of several that look alike the first. */
    private final HashIndex<Long> looks;
    /** The number of a user and one more, 0 for none; above it a byte of the name's hash. */
    private final int[] notes;

    private Users(PagedTable<User> byNumber, HashIndex<Long> numbers, HashIndex<Long> looks,
            int[] notes) {
        this.byNumber = byNumber;
        this.numbers = numbers;
        this.looks = looks;
        this.notes = notes;
    }

    /** Nobody. */
    static Users none() {
        return new Users(PagedTable.empty(), HashIndex.empty(), HashIndex.empty(), new int[PLACES]);
    }

    /** These, whose numbers are their places. */
    static Users of(List<User> all) {
        var numbers = HashIndex.<Long>empty();
        var looks = HashIndex.<Long>empty();
        for (var user : all) {
            numbers = numbers.with(user.name().value(), user.number());
            looks = withLooks(looks, user);
        }
        return new Users(PagedTable.empty(), numbers, looks, new int[PLACES]).changed(all);
    }

    /** The same users, all of whom may have changed. */
    Users changed(List<User> all) {
        var changed = PagedTable.<User>empty();
        for (var user : all) {
            changed = changed.append(user);
        }
        return new Users(changed, numbers, looks, notes);
    }

    /** All, in the order they registered. */
    PagedTable<User> byNumber() {
        return byNumber;
    }

    /** The user of that name, or null. */
    @Nullable
    User find(String name) {
        var hash = name.hashCode() * 0x9e3779b9;
        var start = (hash >>> (Integer.SIZE - PLACE_BITS)) & -WAYS;
        for (var place = start; place < start + WAYS; place++) {
            var note = notes[place];
            var number = (note & NUMBER_MASK) - 1;
            if (note >>> NUMBER_BITS == (hash & 0xff) && number >= 0
                    && number < byNumber.size()) {
                var user = byNumber.get(number);
                if (user.name().value().equals(name)) {
                    return user;
                }
            }
        }
        var number = numbers.findOrNull(name);
        if (number == null) {
            return null;
        }
        if (number < NUMBER_MASK) {
            notes[freePlace(start, number)] = (hash << NUMBER_BITS) | (int) (number + 1);
        }
        return byNumber.get(number);
    }

    /** The first user whose name cannot be told from {@code name}, or null. */
    @Nullable
    User findAlike(String name) {
        for (var look : Naming.looks(name)) {
            var number = looks.findOrNull(look);
            if (number != null) {
                return byNumber.get(number);
            }
        }
        return null;
    }

    private static HashIndex<Long> withLooks(HashIndex<Long> looks, User user) {
        var after = looks;
        for (var look : Naming.looks(user.name().value())) {
            if (after.findOrNull(look) == null) {
                after = after.with(look, user.number());
            }
        }
        return after;
    }

    /** The first that is free, or else one of those that are not. */
    private int freePlace(int start, long number) {
        for (var place = start; place < start + WAYS; place++) {
            if (notes[place] == 0) {
                return place;
            }
        }
        return start + (int) (number & (WAYS - 1));
    }

    /** With a new user, whose number is the next, or one that changed. */
    Users with(User user) {
        return user.number() < byNumber.size()
                ? new Users(byNumber.with(user.number(), user), numbers, looks, notes)
                : new Users(byNumber.append(user),
                        numbers.with(user.name().value(), user.number()),
                        withLooks(looks, user), notes);
    }
}
