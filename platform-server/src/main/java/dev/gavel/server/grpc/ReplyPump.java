package dev.gavel.server.grpc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * Encodes and sends answers, on one thread. While it is busy with one frame, the next answers
 * gather. So under load a frame holds many, and a single answer waits for nobody.
 */
final class ReplyPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyPump.class);

    /** Streams with something to do; each is in it a few times at most. */
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("replies").start(this::run);

    /** Runs {@code task} soon, after those before it. */
    void schedule(Runnable task) {
        work.add(task);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                work.take().run();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("answers of one stream could not be sent", e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
