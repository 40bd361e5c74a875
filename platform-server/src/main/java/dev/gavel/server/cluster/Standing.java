package dev.gavel.server.cluster;

import dev.gavel.server.config.ServerAddress;

/**
 * How one server stands, as it says itself: the one shape of it, from the server to every screen. On the
 * way it is a row of the wire ({@code grpc/Rows}) or of JSON ({@code http/StandingJson}).
 *
 * @param id its number in the configuration
 * @param address its client (gRPC) address
 * @param httpAddress its HTTP address
 * @param role leader, follower or candidate; empty while it is not up
 * @param up whether it answered when last asked
 * @param term the term it is in
 * @param leader id of the leader it knows; -1 for none
 * @param commitIndex highest index it knows to be on a majority's disks
 * @param appliedIndex highest index it has applied
 * @param logStartIndex first index still in its log
 * @param logEndIndex last index in its log; -1 when empty
 * @param snapshotIndex index of its newest snapshot; -1 for none
 * @param digest running digest, hex
 * @param digestIndex index at which the digest is true
 * @param clockMillis its clock when it answered, milliseconds since 1970
 * @param rssBytes memory its process holds; 0 if the system does not tell
 * @param heapUsedBytes heap in use
 * @param uptimeMillis age of its process
 * @param version of the program it runs
 * @param pid of its process
 * @param disk the disk of its records
 * @param canRun versions of the rules that its program can run
 * @param readiness whether it may take traffic, or why not
 */
public record Standing(int id, String address, String httpAddress, String role, boolean up,
        long term, int leader, long commitIndex, long appliedIndex, long logStartIndex,
        long logEndIndex, long snapshotIndex, String digest, long digestIndex, long clockMillis,
        long rssBytes, long heapUsedBytes, long uptimeMillis, String version, long pid,
        Disk disk, CanRun canRun, Readiness readiness) {

    /** Whether it may take traffic. */
    public boolean ready() {
        return readiness.isReady();
    }

    /** Whether it leads, as it thinks. */
    public boolean leads() {
        return role.equals("leader");
    }

    /** One sentence when not ready, else empty. */
    public String notReadyBecause() {
        return readiness.because();
    }

    /** The standing of a server that has not answered yet. */
    public static Standing unheardOf(ServerAddress server) {
        return new Standing(server.id(), server.client(), server.http(), "", false, 0, -1, -1, -1,
                -1, -1, -1, "", -1, 0, 0, 0, 0, "", 0, Disk.UNKNOWN, CanRun.UNKNOWN,
                Readiness.not("it has not answered since this server started"));
    }

    /**
     * The standing of the same server once it stops answering: its last word, but neither up nor in
     * a role.
     */
    public Standing silent() {
        return new Standing(id, address, httpAddress, "", false, term, -1, commitIndex,
                appliedIndex, logStartIndex, logEndIndex, snapshotIndex, digest, digestIndex,
                clockMillis, 0, 0, 0, version, pid, disk, canRun,
                Readiness.not("it does not answer"));
    }
}
