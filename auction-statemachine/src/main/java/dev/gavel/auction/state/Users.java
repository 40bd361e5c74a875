package dev.gavel.auction.state;

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

    private static final int NOTE_BITS = 13;
    /** Places for notes: a name has two, side by side. */
    private static final int NOTES = 1 << NOTE_BITS;

    private final PagedTable<User> byNumber;
    private final HashIndex<Long> numbers;
    /** The number of a user and one more; 0 for none. */
    private final int[] notes;

    private Users(PagedTable<User> byNumber, HashIndex<Long> numbers, int[] notes) {
        this.byNumber = byNumber;
        this.numbers = numbers;
        this.notes = notes;
    }

    /** Nobody. */
    static Users none() {
        return new Users(PagedTable.empty(), HashIndex.empty(), new int[NOTES]);
    }

    /** These, whose numbers are their places. */
    static Users of(List<User> all) {
        var numbers = HashIndex.<Long>empty();
        for (var user : all) {
            numbers = numbers.with(user.name().value(), user.number());
        }
        return new Users(PagedTable.empty(), numbers, new int[NOTES]).changed(all);
    }

    /** The same users, all of whom may have changed. */
    Users changed(List<User> all) {
        var changed = PagedTable.<User>empty();
        for (var user : all) {
            changed = changed.append(user);
        }
        return new Users(changed, numbers, notes);
    }

    /** All, in the order they registered. */
    PagedTable<User> byNumber() {
        return byNumber;
    }

    /** The user of that name, or null. */
    @Nullable
    User find(String name) {
        var place = place(name);
        var first = noted(place);
        if (first != null && first.name().value().equals(name)) {
            return first;
        }
        var second = noted(place ^ 1);
        if (second != null && second.name().value().equals(name)) {
            return second;
        }
        var number = numbers.findOrNull(name);
        if (number == null) {
            return null;
        }
        if (number < Integer.MAX_VALUE) {
            notes[first == null || second != null ? place : place ^ 1] = (int) (number + 1);
        }
        return byNumber.get(number);
    }

    private @Nullable User noted(int place) {
        var number = notes[place] - 1L;
        return number >= 0 && number < byNumber.size() ? byNumber.get(number) : null;
    }

    private static int place(String name) {
        return (name.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - NOTE_BITS);
    }

    /** With a new user, whose number is the next, or one that changed. */
    Users with(User user) {
        return user.number() < byNumber.size()
                ? new Users(byNumber.with(user.number(), user), numbers, notes)
                : new Users(byNumber.append(user),
                        numbers.with(user.name().value(), user.number()), notes);
    }
}
