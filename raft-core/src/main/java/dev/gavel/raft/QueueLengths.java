package dev.gavel.raft;

/**
 * How busy the way into the log is on one replica; all zero while it does not lead.
 *
 * @param commandsWaiting commands that wait for an entry
 * @param entriesUnderWay entries proposed and not yet applied
 */
public record QueueLengths(int commandsWaiting, int entriesUnderWay) {}
