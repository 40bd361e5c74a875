package dev.gavel.server.cluster;

import dev.gavel.auction.model.HouseVersion;

/**
 * The versions of the rules that a server's program can run.
 *
 * @param from the earliest; 0 if the program is so old that it does not tell
 * @param to the latest; 0 likewise
 */
public record CanRun(int from, int to) {

    /** The versions of a program that does not tell. */
    public static final CanRun UNKNOWN = new CanRun(0, 0);

    /** The versions of this program. */
    public static final CanRun OWN = new CanRun(HouseVersion.FIRST, HouseVersion.NEWEST);

    /** Whether the program tells them at all. */
    public boolean isKnown() {
        return to > 0;
    }

    /** Whether {@code version} is known to be among them. */
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
