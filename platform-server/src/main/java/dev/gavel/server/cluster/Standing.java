package dev.gavel.server.cluster;

import dev.gavel.server.config.ServerAddress;

/**
 * How one server stands, as it says itself: the one shape of it, from the server to every screen. On the
 * way it is a row of the wire ({@code grpc/Rows}) or of JSON ({@code http/StandingJson}).
 *
 * @param id its number in the configuration
 * @param address its client (gRPC) address
 * @param httpAddress its HTTP address
 * @param up whether it answered when last asked
 * @param office what it is among the others; without a role while it is not up
 * @param log how far it has come in the log
 * @param vitals what its process says of itself
 * @param disk the disk of its records
 * @param canRun versions of the rules that its program can run
 * @param readiness whether it may take traffic, or why not
 */
public record Standing(int id, String address, String httpAddress, boolean up, Office office,
        LogMarks log, Vitals vitals, Disk disk, CanRun canRun, Readiness readiness) {

    /** Leader, follower or candidate; empty while it is not up. */
    public String role() {
        return office.role();
    }

    /** The term it is in. */
    public long term() {
        return office.term();
    }

    /** Id of the leader it knows; {@link Reign#NONE} for none. */
    public int leader() {
        return office.leader();
    }

    /** Highest index it knows to be on a majority's disks; -1 for none. */
    public long commitIndex() {
        return log.commitIndex();
    }

    /** Highest index it has applied; -1 for none. */
    public long appliedIndex() {
        return log.appliedIndex();
    }

    /** Whether it may take traffic. */
    public boolean ready() {
        return readiness.isReady();
    }

    /** Whether it leads, as it thinks. */
    public boolean leads() {
        return office.leads();
    }

    /** One sentence when not ready, else empty. */
    public String notReadyBecause() {
        return readiness.because();
    }

    /** The standing of a server that has not answered yet. */
    public static Standing unheardOf(ServerAddress server) {
        return new Standing(server.id(), server.client(), server.http(), false, Office.UNKNOWN,
                LogMarks.UNKNOWN, Vitals.UNKNOWN, Disk.UNKNOWN, CanRun.UNKNOWN,
                Readiness.not("it has not answered since this server started"));
    }

    /**
     * The standing of the same server once it stops answering: its last word, but neither up nor in
     * a role.
     */
    public Standing silent() {
        return new Standing(id, address, httpAddress, false, office.resigned(), log,
                vitals.silent(), disk, canRun, Readiness.not("it does not answer"));
    }
}
