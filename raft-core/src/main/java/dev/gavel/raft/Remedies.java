package dev.gavel.raft;

/**
 * What people are told to type where a replica cannot put its records right by itself. This module
 * says what is to be done; the program that it is part of knows by which of its own commands. Each
 * answer ends a sentence, in the imperative and without a full stop.
 *
 * <p>What is not told by a program is told in words that name the class of this module which does
 * it.
 */
public interface Remedies {

    /** Of a program that has no commands for them. */
    Remedies IN_WORDS = new Remedies() {};

    /**
     * How the log of replica {@code self} is put aside, so that the others give it everything
     * again.
     */
    default String fetchAll(int self) {
        return "have RecordsCheckup put the log of replica " + self + " aside";
    }

    /** How the records of several replicas are compared. */
    default String compare() {
        return "run those of each replica again with RecordsReplay";
    }

    /**
     * How all replicas come to skip the entry at {@code index}, at which they stopped.
     *
     * @param self the replica that says so
     */
    default String skip(long index, int self) {
        return "have SkippedEntries skip log index " + index + " for replica " + self
                + " and for each of the others";
    }
}
