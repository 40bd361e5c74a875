package dev.gavel.server.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Answers calls once a future is done; a bug on the way ends the call rather than leave it hanging.
 */
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private Calls() {}

    /** Runs {@code then}, which is to end {@code call}, with the result of {@code future}. */
    static <T> void when(CompletableFuture<T> future, StreamObserver<?> call, Consumer<T> then) {
        hearOut(call);
        var unused = future.whenComplete((value, failure) -> {
            try {
                if (failure == null) {
                    then.accept(value);
                    return;
                }
                LOG.error("a call failed", failure);
            } catch (RuntimeException e) {
                LOG.error("a call failed", e);
            }
            call.onError(Status.INTERNAL.withDescription("this server met a bug")
                    .asRuntimeException());
        });
    }

    /**
     * Keeps a call quiet whose caller hangs up; without this an answer to it would be an exception.
     */
    static void hearOut(StreamObserver<?> call) {
        if (call instanceof ServerCallStreamObserver<?> server) {
            server.setOnCancelHandler(() -> {});
        }
    }

    /** Ends {@code call} with its one answer. */
    static <A> void answer(StreamObserver<A> call, A answer) {
        call.onNext(answer);
        call.onCompleted();
    }
}
