package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A call whose question is complete, but goes on to Ratis only once something else is done. Like
 * gRPC, it tells a listener one thing after another.
 */
abstract class HeldCall<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private final Object lock = new Object();

    HeldCall(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
        super(listener);
        this.call = call;
    }

    /**
     * Ends the question once {@code until} is done, on a thread of its own, unless the caller has
     * given up.
     *
     * @param then told why {@code until} failed, or null if it did not
     */
    final void holdUntil(CompletableFuture<?> until, Consumer<@Nullable Throwable> then) {
        var unused = until.whenCompleteAsync((any, e) -> {
            synchronized (lock) {
                if (!call.isCancelled()) {
                    then.accept(e);
                }
            }
        }, Threads.OWN);
    }

    /** Lets Ratis answer, since the question is complete. */
    final void goOn() {
        super.onHalfClose();
    }

    @Override
    public abstract void onHalfClose();

    @Override
    public void onCancel() {
        synchronized (lock) {
            super.onCancel();
        }
    }

    @Override
    public void onReady() {
        synchronized (lock) {
            super.onReady();
        }
    }

    @Override
    public void onComplete() {
        synchronized (lock) {
            super.onComplete();
        }
    }
}
