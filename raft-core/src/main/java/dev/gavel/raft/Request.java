package dev.gavel.raft;

/**
 * One command on its way into the log.
 *
 * @param id the client's name for it
 * @param principal who asks, as the edge established; the empty string for nobody
 * @param payload the command itself, opaque here
 */
public record Request(RequestId id, String principal, Bytes payload) {}
