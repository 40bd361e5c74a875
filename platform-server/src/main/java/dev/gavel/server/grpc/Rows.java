package dev.gavel.server.grpc;

import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Disk;
import dev.gavel.server.cluster.LogMarks;
import dev.gavel.server.cluster.Office;
import dev.gavel.server.cluster.Readiness;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.cluster.Vitals;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ServerRow;

import java.util.List;

/** Turns standings into rows of the wire, and back. */
public final class Rows {

    private Rows() {}

    /** The rows of all servers. */
    static ClusterReply all(ClusterBoard board) {
        var view = board.view();
        return reply(board, view.leader(), view.term(), view.servers());
    }

    /** The row of the asked server. */
    static ClusterReply own(ClusterBoard board) {
        var own = board.own();
        return reply(board, own.leader(), own.term(), List.of(own));
    }

    private static ClusterReply reply(ClusterBoard board, int leader, long term,
            List<Standing> servers) {
        var members = board.members();
        return ClusterReply.newBuilder()
                .setHouse(board.house())
                .setHouseVersion(board.houseVersion())
                .setMembersIndex(members.index())
                .addAllMemberIds(members.ids())
                .setLeader(leader)
                .setTerm(term)
                .addAllServers(servers.stream().map(Rows::row).toList())
                .build();
    }

    private static ServerRow row(Standing one) {
        return ServerRow.newBuilder()
                .setId(one.id())
                .setAddress(one.address())
                .setHttpAddress(one.httpAddress())
                .setRole(one.role())
                .setUp(one.up())
                .setTerm(one.term())
                .setLeader(one.leader())
                .setCommitIndex(one.commitIndex())
                .setAppliedIndex(one.appliedIndex())
                .setLogStartIndex(one.log().startIndex())
                .setLogEndIndex(one.log().endIndex())
                .setSnapshotIndex(one.log().snapshotIndex())
                .setDigest(one.log().digest())
                .setDigestIndex(one.log().digestIndex())
                .setClockMillis(one.vitals().clockMillis())
                .setRssBytes(one.vitals().rssBytes())
                .setHeapUsedBytes(one.vitals().heapUsedBytes())
                .setUptimeMillis(one.vitals().uptimeMillis())
                .setVersion(one.vitals().version())
                .setPid(one.vitals().pid())
                .setCanRunFrom(one.canRun().from())
                .setCanRunTo(one.canRun().to())
                .setDiskFreeBytes(one.disk().freeBytes())
                .setRecordsBytes(one.disk().recordsBytes())
                .setReady(one.ready())
                .setNotReadyBecause(one.notReadyBecause())
                .build();
    }

    /** What a row says. */
    public static Standing standing(ServerRow row) {
        return new Standing(row.getId(), row.getAddress(), row.getHttpAddress(), row.getUp(),
                new Office(row.getRole(), row.getTerm(), row.getLeader()), log(row), vitals(row),
                disk(row), canRun(row), readiness(row));
    }

    private static LogMarks log(ServerRow row) {
        return new LogMarks(row.getCommitIndex(), row.getAppliedIndex(), row.getLogStartIndex(),
                row.getLogEndIndex(), row.getSnapshotIndex(), row.getDigest(),
                row.getDigestIndex());
    }

    private static Vitals vitals(ServerRow row) {
        return new Vitals(row.getVersion(), row.getPid(), row.getClockMillis(),
                row.getUptimeMillis(), row.getRssBytes(), row.getHeapUsedBytes());
    }

    /** The versions that a server can run; unknown of a server whose program does not tell. */
    static CanRun canRun(ServerRow row) {
        return new CanRun(row.getCanRunFrom(), row.getCanRunTo());
    }

    private static Readiness readiness(ServerRow row) {
        return row.getReady() ? Readiness.ready()
                : Readiness.unlessTold(row.getNotReadyBecause());
    }

    /** The disk of a server; unknown of a server whose program does not tell. */
    private static Disk disk(ServerRow row) {
        return row.hasDiskFreeBytes() ? new Disk(row.getDiskFreeBytes(), row.getRecordsBytes())
                : Disk.UNKNOWN;
    }
}
