package dev.gavel.server.dev;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How one server says it stands.
 *
 * @param id its number
 * @param role leader, follower or candidate
 * @param term the term it is in
 * @param leader id of the leader it knows; -1 for none
 * @param commitIndex highest index it knows to be on a majority's disks
 * @param appliedIndex highest index it has applied
 * @param logStartIndex first index in its log
 * @param logEndIndex last index in its log
 * @param snapshotIndex index of its newest snapshot; -1 for none
 * @param digest running digest, hex
 * @param digestIndex index at which the digest is true
 * @param rssBytes memory of its process
 * @param pid number of its process
 * @param ready whether it may take traffic
 * @param notReadyBecause one sentence when not ready
 * @param json the whole row as it was answered
 */
public record ServerRow(int id, String role, long term, int leader, long commitIndex,
        long appliedIndex, long logStartIndex, long logEndIndex, long snapshotIndex,
        String digest, long digestIndex, long rssBytes, long pid, boolean ready,
        String notReadyBecause,
        JsonNode json) {

    static ServerRow of(JsonNode row) {
        return new ServerRow(row.path("id").asInt(-1), row.path("role").asText(),
                row.path("term").asLong(), row.path("leader").asInt(-1),
                row.path("commitIndex").asLong(-1), row.path("appliedIndex").asLong(-1),
                row.path("logStartIndex").asLong(-1), row.path("logEndIndex").asLong(-1),
                row.path("snapshotIndex").asLong(-1), row.path("digest").asText(),
                row.path("digestIndex").asLong(-1), row.path("rssBytes").asLong(),
                row.path("pid").asLong(),
                row.path("ready").asBoolean(), row.path("notReadyBecause").asText(), row);
    }

    /** Whether it leads, as it thinks. */
    public boolean leads() {
        return role.equals("leader");
    }
}
