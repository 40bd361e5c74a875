package dev.gavel.server.cluster;

import dev.gavel.auction.model.HouseVersion;

/**
 * Which versions of the rules of a house a server's program can run.
 *
 * @param from the earliest; 0 where the program is of before servers told
 * @param to the latest; 0 likewise
 */
public record CanRun(int from, int to) {

    /** Of a program that does not tell. */
    public static final CanRun UNKNOWN = new CanRun(0, 0);

    /** Of this program. */
    public static final CanRun OWN = new CanRun(HouseVersion.FIRST, HouseVersion.NEWEST);

    /** Whether it is told at all. */
    public boolean isKnown() {
        return to > 0;
    }

    /** Whether {@code version} is told to be among them. */
    public boolean knows(long version) {
        return isKnown() && from <= version && version <= to;
    }

    /** Why the program of a server, called {@code program}, cannot run {@code version}. */
    public String lacking(String program, long version) {
        var runs = "runs program " + (program.isEmpty() ? "of an unknown version" : program);
        return isKnown() ? runs + ", which can run versions " + from + " to " + to + " and not "
                + version
                : runs + ", which does not tell which versions of the rules it can run";
    }
}
