package dev.gavel.raft;

/** The Raft port of this replica is taken, by another process or by another replica of this one. */
public final class PortInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one sentence for people that names the address. */
    public PortInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
