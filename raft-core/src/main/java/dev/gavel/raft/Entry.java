package dev.gavel.raft;

import java.util.List;

/**
 * What a machine is handed: one log entry, freed of repeats.
 *
 * @param at its place in the log
 * @param timeMillis replicated time: the leader's stamp in milliseconds since 1970, made monotone
 * @param requests the commands packed into it, in order; none in a pulse
 */
public record Entry(LogPosition at, long timeMillis, List<Request> requests) {}
