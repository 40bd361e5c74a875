package dev.gavel.raft;

import java.util.Map;

/**
 * The clocks of the other servers, as far as they were read. This module reads none itself: a
 * program that has another line between its servers asks there. A leader whose clock is far from
 * most of them puts nothing into the log and lets another lead.
 */
@FunctionalInterface
public interface PeerClocks {

    /** Reads none: a leader's clock is then never doubted. */
    PeerClocks UNREAD = Map::of;

    /**
     * What each clock shows now, in milliseconds since 1970, by the id of its server: the last
     * reading, carried on by a clock of this machine that does not jump. A server that was not
     * heard lately is not in it. Cheap, and called from any thread.
     */
    Map<Integer, Long> nowMillis();
}
