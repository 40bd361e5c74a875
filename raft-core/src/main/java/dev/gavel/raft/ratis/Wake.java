package dev.gavel.raft.ratis;

import org.apache.ratis.util.AwaitForSignal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A signal that stays until it is waited for. For one thread that waits. */
final class Wake extends AwaitForSignal {

    private final AtomicBoolean signaled = new AtomicBoolean();
    private volatile Thread waiting = Thread.currentThread();

    Wake() {
        super("wake");
    }

    @Override
    public void await() throws InterruptedException {
        while (!await(1, TimeUnit.HOURS)) {
            // until it comes
        }
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        waiting = Thread.currentThread();
        var until = System.nanoTime() + unit.toNanos(time);
        for (var left = unit.toNanos(time); left > 0
                && !signaled.get(); left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return signaled.getAndSet(false);
    }

    @Override
    public void signal() {
        if (!signaled.getAndSet(true)) {
            LockSupport.unpark(waiting);
        }
    }
}
