package dev.gavel.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.cluster.Disk;
import dev.gavel.server.cluster.LogMarks;
import dev.gavel.server.cluster.Office;
import dev.gavel.server.cluster.Readiness;
import dev.gavel.server.cluster.Reign;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.cluster.Vitals;

/** How a server stands, as JSON and back: a row of {@code servers} in {@code /v1/cluster}. */
public final class StandingJson {

    private static final String NOT_READY_BECAUSE = "notReadyBecause";
    private static final String CAN_RUN = "canRun";
    private static final String DISK_FREE_BYTES = "diskFreeBytes";
    private static final String RECORDS_BYTES = "recordsBytes";

    private StandingJson() {}

    static void write(ObjectNode json, Standing one) {
        json.put("id", one.id())
                .put("address", one.address())
                .put("httpAddress", one.httpAddress())
                .put("role", one.role())
                .put("up", one.up())
                .put("ready", one.ready());
        if (!one.ready()) {
            json.put(NOT_READY_BECAUSE, one.notReadyBecause());
        }
        json.put("term", one.term())
                .put("leader", one.leader())
                .put("commitIndex", one.commitIndex())
                .put("appliedIndex", one.appliedIndex())
                .put("logStartIndex", one.log().startIndex())
                .put("logEndIndex", one.log().endIndex())
                .put("snapshotIndex", one.log().snapshotIndex())
                .put("digest", one.log().digest())
                .put("digestIndex", one.log().digestIndex())
                .put("clockMillis", one.vitals().clockMillis())
                .put("rssBytes", one.vitals().rssBytes())
                .put("heapUsedBytes", one.vitals().heapUsedBytes())
                .put("uptimeMillis", one.vitals().uptimeMillis())
                .put("version", one.vitals().version())
                .put("program", one.vitals().version())
                .put("pid", one.vitals().pid());
        if (one.canRun().isKnown()) {
            json.putObject(CAN_RUN)
                    .put("from", one.canRun().from())
                    .put("to", one.canRun().to());
        }
        if (one.disk().freeBytes() >= 0) {
            json.put(DISK_FREE_BYTES, one.disk().freeBytes())
                    .put(RECORDS_BYTES, one.disk().recordsBytes());
        }
    }

    /**
     * What a row says; a field that it lacks, as one of an earlier program may, is as of a server that has
     * not told of it.
     */
    public static Standing read(JsonNode row) {
        return new Standing(row.path("id").asInt(-1), row.path("address").asText(),
                row.path("httpAddress").asText(), row.path("up").asBoolean(true), office(row),
                log(row), vitals(row), disk(row), canRun(row), readiness(row));
    }

    private static Office office(JsonNode row) {
        return new Office(row.path("role").asText(), row.path("term").asLong(),
                row.path("leader").asInt(Reign.NONE));
    }

    private static LogMarks log(JsonNode row) {
        return new LogMarks(row.path("commitIndex").asLong(-1),
                row.path("appliedIndex").asLong(-1), row.path("logStartIndex").asLong(-1),
                row.path("logEndIndex").asLong(-1), row.path("snapshotIndex").asLong(-1),
                row.path("digest").asText(), row.path("digestIndex").asLong(-1));
    }

    private static Vitals vitals(JsonNode row) {
        return new Vitals(row.path("version").asText(), row.path("pid").asLong(),
                row.path("clockMillis").asLong(), row.path("uptimeMillis").asLong(),
                row.path("rssBytes").asLong(), row.path("heapUsedBytes").asLong());
    }

    private static Disk disk(JsonNode row) {
        return row.has(DISK_FREE_BYTES)
                ? new Disk(row.path(DISK_FREE_BYTES).asLong(), row.path(RECORDS_BYTES).asLong())
                : Disk.UNKNOWN;
    }

    private static CanRun canRun(JsonNode row) {
        return new CanRun(row.path(CAN_RUN).path("from").asInt(),
                row.path(CAN_RUN).path("to").asInt());
    }

    private static Readiness readiness(JsonNode row) {
        return row.path("ready").asBoolean() ? Readiness.ready()
                : Readiness.unlessTold(row.path(NOT_READY_BECAUSE).asText());
    }
}
