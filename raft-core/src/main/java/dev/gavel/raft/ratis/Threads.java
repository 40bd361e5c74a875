package dev.gavel.raft.ratis;

import java.util.concurrent.Executor;

/**
 * Runs the work that follows a proof or a confirmation of a read on a thread of its own. The
 * platform's shared pool has a single thread on two cores, and one task that waits there would hold
 * up every read.
 */
final class Threads {

    /** A new virtual thread for each task. */
    static final Executor OWN = task -> Thread.ofVirtual().name("read").start(task);

    private Threads() {}
}
