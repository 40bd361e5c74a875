package dev.gavel.server.grpc;

import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.wire.v1.OperatorGrpc.OperatorImplBase;
import dev.gavel.wire.v1.SnapshotReply;
import dev.gavel.wire.v1.SnapshotRequest;
import dev.gavel.wire.v1.TransferReply;
import dev.gavel.wire.v1.TransferRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The calls of {@code gavel.v1.Operator}. */
final class OperatorService extends OperatorImplBase {

    private final OperatorDesk operators;

    OperatorService(OperatorDesk operators) {
        this.operators = operators;
    }

    @Override
    public void transfer(TransferRequest request, StreamObserver<TransferReply> call) {
        var forwarding = request.getOnlyHere() ? Forwarding.NEVER : Forwarding.ALLOWED;
        answer(operators.transfer(request.getTo(), forwarding), call,
                leader -> TransferReply.newBuilder().setLeader(leader).build());
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotReply> call) {
        answer(operators.snapshot(), call,
                index -> SnapshotReply.newBuilder().setIndex(index).build());
    }

    private static <T, A> void answer(CompletableFuture<T> done, StreamObserver<A> call,
            Function<T, A> reply) {
        var unused = done.whenComplete((value, failure) -> {
            if (failure != null) {
                call.onError(Status.FAILED_PRECONDITION
                        .withDescription(OperatorDesk.sentence(failure))
                        .asRuntimeException());
            } else {
                Calls.answer(call, reply.apply(value));
            }
        });
    }
}
