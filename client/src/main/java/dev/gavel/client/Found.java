package dev.gavel.client;

/**
 * How a search through the servers ended.
 *
 * @param <A> what was looked for
 */
sealed interface Found<A> {

    /** A server answered. */
    record Answer<A>(A answer, ServerAddress from) implements Found<A> {}

    /** A server said that none will ever answer this; without effect. */
    record Refused<A>(String code, String why) implements Found<A> {}

    /**
     * Time ran out, or whoever spoke says that no majority is up.
     *
     * @param maybeApplied whether one of the servers may have acted on it
     * @param reached whether any server spoke
     * @param noMajority whether it was given up because no majority is up
     * @param why one sentence: who was tried, and what came of it
     */
    record GaveUp<A>(boolean maybeApplied, boolean reached, boolean noMajority, String why)
            implements
                Found<A> {

        /** What is certain, as an outcome. */
        Outcome toOutcome() {
            if (maybeApplied) {
                return Outcome.exception(Outcome.UNKNOWN, why);
            }
            if (noMajority) {
                return Outcome.exception(Outcome.NO_MAJORITY, why);
            }
            return Outcome.exception(reached ? Outcome.NO_LEADER : Outcome.NO_SERVER, why);
        }
    }
}
