package dev.gavel.raft;

import java.util.function.Consumer;

/**
 * A command that is to go into the log, and the callback that is told how it ended.
 *
 * @param request the command
 * @param whenDone told once; called on a thread of the replica, so it must be quick
 */
public record Write(Request request, Consumer<Submission> whenDone) {}
