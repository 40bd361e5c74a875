package dev.gavel.server.cluster;

/** How servers stand in tests: up, in term 1, without addresses, and with nothing told of their processes. */
public final class Standings {

    private Standings() {}

    /** A follower of {@code leader} with an empty log that is ready and runs this program. */
    public static Standing follower(int id, int leader) {
        return follower(id, leader, Readiness.ready());
    }

    /** A follower of {@code leader} with an empty log that runs this program. */
    public static Standing follower(int id, int leader, Readiness readiness) {
        return of(id, new Office("follower", 1, leader), log(0, "", 0), readiness);
    }

    /** A server that runs this program. */
    static Standing of(int id, Office office, LogMarks log, Readiness readiness) {
        return new Standing(id, "", "", true, office, log, Vitals.UNKNOWN, Disk.UNKNOWN,
                CanRun.OWN, readiness);
    }

    /** The same server with a program of version 1.0, of which {@code canRun} is known. */
    public static Standing running(Standing one, CanRun canRun) {
        return new Standing(one.id(), one.address(), one.httpAddress(), one.up(), one.office(),
                one.log(), new Vitals("1.0", 0, 0, 0, 0, 0), one.disk(), canRun, one.readiness());
    }

    /** A log of which all up to {@code end} is applied, without a snapshot. */
    static LogMarks log(long end, String digest, long digestIndex) {
        return new LogMarks(end, end, 0, end, -1, digest, digestIndex);
    }
}
