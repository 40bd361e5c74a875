package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Stands in front of Ratis' port. A server that stops hears nothing new, and waits for calls that
 * it is hearing. Ratis does not wait. So the last message could still be written into records that
 * another process uses by then.
 */
final class LastCalls implements ServerInterceptor {

    private final ReadWriteLock hearing = new ReentrantReadWriteLock();
    private volatile boolean isDeaf;

    /** Refuses every call from now on. */
    void refuse() {
        isDeaf = true;
    }

    /**
     * Waits for the calls that are being heard.
     *
     * @return whether they ended within that time
     */
    boolean await(Duration within) throws InterruptedException {
        if (!hearing.writeLock().tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        hearing.writeLock().unlock();
        return true;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<Q>(next.startCall(call, headers)) {

            @Override
            public void onMessage(Q message) {
                hear(() -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                hear(super::onHalfClose); // a call with one message is carried out now
            }
        };
    }

    private void hear(Runnable message) {
        hearing.readLock().lock();
        try {
            if (!isDeaf) {
                message.run();
            }
        } finally {
            hearing.readLock().unlock();
        }
    }
}
