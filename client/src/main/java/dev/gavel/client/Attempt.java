package dev.gavel.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How one try at one server ended.
 *
 * @param <A> what it answers
 */
sealed interface Attempt<A> {

    /** It answered. */
    record Answered<A>(A answer) implements Attempt<A> {}

    /**
     * It does not lead, or cannot reach the one that led; the command had no effect there.
     *
     * @param leader the one that it names
     * @param why its own words where it names none; may be empty
     */
    record NotLeader<A>(Optional<ServerAddress> leader, String why) implements Attempt<A> {

        /** It has nothing more to say. */
        NotLeader(Optional<ServerAddress> leader) {
            this(leader, "");
        }
    }

    /** It leads, but has too much to do; the command had no effect. */
    record Busy<A>(Duration retryAfter, String why) implements Attempt<A> {}

    /** It says that too few servers are up to decide anything; the command had no effect. */
    record NoMajority<A>(String why) implements Attempt<A> {}

    /**
     * It was not reached; the command had no effect.
     *
     * @param mayListen whether there was no connection in time, as on a machine that is very busy
     */
    record Unreachable<A>(String why, boolean mayListen) implements Attempt<A> {

        /** Certainly nobody listens there who could be asked. */
        Unreachable(String why) {
            this(why, false);
        }
    }

    /** It was asked and did not answer: the command may have had an effect. */
    record Silent<A>(String why) implements Attempt<A> {}

    /** It answered that it cannot tell: the command may have had an effect. */
    record Undecided<A>(String why) implements Attempt<A> {}

    /** It says that no server will ever answer this; the command had no effect. */
    record Refused<A>(String code, String why) implements Attempt<A> {}

    /** The same ending, told of another kind of answer. */
    @SuppressWarnings("unchecked") // all but Answered hold no A
    default <B> Attempt<B> otherThanAnswered() {
        if (this instanceof Answered) {
            throw new IllegalStateException("an answer cannot stand for another");
        }
        return (Attempt<B>) this;
    }
}
