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
 * In front of Ratis' port: a server that stops hears nothing new, and waits for what it is hearing. Ratis does
 * not, so that a message that came last could still be written into records that are another's by then.
 */
final class LastCalls implements ServerInterceptor {

    private final ReadWriteLock hearing = new ReentrantReadWriteLock();
    private volatile boolean isDeaf;

    /** Nothing that comes from now on is heard. */
    void refuse() {
        isDeaf = true;
    }

    /**
     * Waits for what was being heard.
     *
     * @return whether it came to its end within that time
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
