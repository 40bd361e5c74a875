package dev.gavel.server.exit;

/** A verb that cannot do what it was asked: what to tell the user, and the exit code. */
public final class VerbFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * A sentence and a code.
     *
     * @param exitCode as docs/OPERATING.md lists them
     * @param message what went wrong and what to do about it
     */
    public VerbFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The exit code the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
