package dev.gavel.raft;

/**
 * One command on its way into the log.
 *
 * @param id the client's name for it
 * @param principal who asks, as the program has made sure of; the empty string for nobody. It is
 *        part of the command: the same id of another principal is another command by key, and is
 *        refused in a session
 * @param payload the command itself, opaque here; not copied, so nobody changes its array any more
 */
public record Request(RequestId id, String principal, Bytes payload) {}
