package dev.gavel.server.desk;

/** What a server that does not lead does with a write. */
public enum Forwarding {
    /** It asks the leader itself, until the deadline. */
    ALLOWED,
    /** It says who leads. Every forwarded write is of this kind, so none goes round in circles. */
    NEVER
}
