package dev.gavel.server.desk;

/** How a server that does not lead treats a write. */
public enum Forwarding {
    /** It asks the leader itself, until the deadline. */
    ALLOWED,
    /**
     * It names the leader. Every forwarded write is of this kind, so none goes round in circles.
     */
    NEVER
}
