package dev.gavel.raft;

import java.util.List;

/**
 * What a machine is handed: one log entry, freed of repeats and of what was refused.
 *
 * @param at its place in the log
 * @param timeMillis replicated time, in milliseconds since 1970: the leader's stamp, or the time of
 *        the entry before where that is later. It never falls, and several entries may have the
 *        same
 * @param requests the commands packed into it, in order. None where it is a pulse, which lets time
 *        pass, and none where all that was in it was a repeat
 */
public record Entry(LogPosition at, long timeMillis, List<Request> requests) {}
