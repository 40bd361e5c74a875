package dev.gavel.server.grpc;

import dev.gavel.raft.Peer;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.MemberLine.Newcomer;
import dev.gavel.server.desk.MemberWish;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.wire.v1.ChangeMembersReply;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.JoinReply;
import dev.gavel.wire.v1.JoinRequest;
import dev.gavel.wire.v1.Member;
import dev.gavel.wire.v1.MembersReply;
import dev.gavel.wire.v1.MembersRequest;
import dev.gavel.wire.v1.OperatorGrpc.OperatorImplBase;
import dev.gavel.wire.v1.SnapshotReply;
import dev.gavel.wire.v1.SnapshotRequest;
import dev.gavel.wire.v1.TransferReply;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The calls of {@code gavel.v1.Operator}. */
final class OperatorService extends OperatorImplBase {

    private final OperatorDesk operators;
    private final MemberDesk members;

    OperatorService(OperatorDesk operators, MemberDesk members) {
        this.operators = operators;
        this.members = members;
    }

    @Override
    public void transfer(TransferRequest request, StreamObserver<TransferReply> call) {
        if (request.getTo() < -1) {
            call.onError(GrpcStatuses
                    .invalid("to: must be the id of a server, or -1 for any, was "
                            + request.getTo()));
            return;
        }
        var forwarding = forwarding(request.getOnlyHere());
        answer(operators.transfer(request.getTo(), forwarding), call,
                leader -> TransferReply.newBuilder().setLeader(leader).build());
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotReply> call) {
        answer(operators.snapshot(), call,
                index -> SnapshotReply.newBuilder().setIndex(index).build());
    }

    @Override
    public void members(MembersRequest request, StreamObserver<MembersReply> call) {
        var now = members.members();
        answer(members.waiting(), call, waiting -> MembersReply.newBuilder()
                .setHouse(members.house())
                .setIndex(now.index())
                .addAllMembers(MemberRows.rows(now.peers()))
                .addAllWaiting(MemberRows.rows(waiting))
                .build());
    }

    @Override
    public void changeMembers(ChangeMembersRequest request,
            StreamObserver<ChangeMembersReply> call) {
        MemberWish wish;
        try {
            wish = new MemberWish(
                    request.hasAdd() ? Optional.of(whole(request.getAdd())) : Optional.empty(),
                    request.hasRemove() ? OptionalInt.of(request.getRemove())
                            : OptionalInt.empty());
        } catch (IllegalArgumentException e) {
            call.onError(GrpcStatuses.invalid("" + e.getMessage()));
            return;
        }
        answer(members.change(wish, forwarding(request.getOnlyHere())), call,
                changed -> ChangeMembersReply.newBuilder()
                        .setIndex(changed.members().index())
                        .addAllMembers(MemberRows.rows(changed.members().peers()))
                        .setSentence(changed.sentence())
                        .build());
    }

    @Override
    public void join(JoinRequest request, StreamObserver<JoinReply> call) {
        Peer newcomer;
        try {
            newcomer = whole(request.getNewcomer());
            if (newcomer.raftAddress().isEmpty()) {
                throw new IllegalArgumentException("newcomer: its addresses are missing");
            }
        } catch (IllegalArgumentException e) {
            call.onError(GrpcStatuses.invalid("" + e.getMessage()));
            return;
        }
        answer(members.join(new Newcomer(request.getHouse(), newcomer, request.getSpare()),
                forwarding(request.getOnlyHere())), call,
                answer -> JoinReply.newBuilder()
                        .setState(MemberRows.state(answer.state()))
                        .setSentence(answer.sentence())
                        .setHouse(answer.house())
                        .setIndex(answer.members().index())
                        .addAllMembers(MemberRows.rows(answer.members().peers()))
                        .build());
    }

    /** A member with all its addresses, or with none. */
    private static Peer whole(Member row) {
        var peer = MemberRows.peer(row);
        var none = row.getRaftAddress().isEmpty() && row.getClientAddress().isEmpty()
                && row.getHttpAddress().isEmpty();
        if (!none && ServerAddress.of(peer).filter(of -> of.peer().equals(peer)).isEmpty()) {
            throw new IllegalArgumentException("server " + row.getId() + ": the addresses must be"
                    + " HOST:PORT on one host, were \"" + row.getRaftAddress() + "\", \""
                    + row.getClientAddress() + "\", \"" + row.getHttpAddress() + "\"");
        }
        return peer;
    }

    private static Forwarding forwarding(boolean onlyHere) {
        return onlyHere ? Forwarding.NEVER : Forwarding.ALLOWED;
    }

    private static <T, A> void answer(CompletableFuture<T> done, StreamObserver<A> call,
            Function<T, A> reply) {
        Calls.hearOut(call);
        var unused = done.whenComplete((value, failure) -> {
            if (failure != null) {
                call.onError(status(failure));
            } else {
                Calls.answer(call, reply.apply(value));
            }
        });
    }

    private static StatusRuntimeException status(Throwable failure) {
        var sentence = OperatorDesk.sentence(failure);
        var leaderless = OperatorDesk.leaderless(failure);
        if (leaderless.isPresent()) {
            return GrpcStatuses.notLeader(leaderless.get().leader(), sentence);
        }
        return switch (OperatorDesk.trouble(failure)) {
            case NOT_LEADER, NO_LEADER -> GrpcStatuses.notLeader(Optional.empty(), sentence);
            case NO_MAJORITY -> GrpcStatuses.noMajority(sentence);
            case UNKNOWN -> Status.UNKNOWN.withDescription(sentence).asRuntimeException();
            default -> Status.FAILED_PRECONDITION.withDescription(sentence).asRuntimeException();
        };
    }
}
