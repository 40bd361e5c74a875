package dev.gavel.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts requests that are not answered yet, so that a stop can wait for them and for nothing else.
 * It also tells the guard on which connections they are.
 */
final class RequestsUnderWay extends Handler.Wrapper {

    private final ConnectionGuard guard;
    private int count;

    RequestsUnderWay(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws Exception {
        add(1);
        var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        request.setAttribute(Bodies.END_POINT, endPoint);
        guard.begins(endPoint);
        var counted = new AtomicBoolean(true);
        Runnable done = () -> {
            if (counted.compareAndSet(true, false)) {
                guard.ends(endPoint);
                add(-1);
            }
        };
        var handled = false;
        try {
            handled = super.handle(request, response, Callback.from(callback, done));
        } finally {
            if (!handled) {
                done.run();
            }
        }
        return handled;
    }

    private synchronized void add(int change) {
        count += change;
        if (count == 0) {
            notifyAll();
        }
    }

    /** Waits until every request is answered, but not for longer than this. */
    synchronized void awaitNone(Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        try {
            for (var left = atMost.toMillis(); count > 0
                    && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
