package dev.gavel.server.grpc;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.wire.v1.JoinReply;
import dev.gavel.wire.v1.Member;

import java.util.List;

/** Turns members into rows of the wire, and back. */
final class MemberRows {

    private MemberRows() {}

    static Member row(Peer peer) {
        return Member.newBuilder()
                .setId(peer.id())
                .setRaftAddress(peer.raftAddress())
                .setClientAddress(peer.clientAddress())
                .setHttpAddress(peer.adminAddress())
                .build();
    }

    static List<Member> rows(List<Peer> peers) {
        return peers.stream().map(MemberRows::row).toList();
    }

    /** The member of a row; fails if the id is none. */
    static Peer peer(Member row) {
        return new Peer(row.getId(), row.getRaftAddress(), row.getClientAddress(),
                row.getHttpAddress());
    }

    static Membership members(long index, List<Member> rows) {
        return new Membership(index, rows.stream().map(MemberRows::peer).toList(), false);
    }

    static JoinReply.State state(JoinAnswer.State state) {
        return switch (state) {
            case WAITING -> JoinReply.State.WAITING;
            case MEMBER -> JoinReply.State.MEMBER;
            case REFUSED -> JoinReply.State.REFUSED;
        };
    }

    static JoinAnswer.State state(JoinReply.State state) {
        return switch (state) {
            case MEMBER -> JoinAnswer.State.MEMBER;
            case REFUSED -> JoinAnswer.State.REFUSED;
            case WAITING, UNRECOGNIZED -> JoinAnswer.State.WAITING;
        };
    }
}
