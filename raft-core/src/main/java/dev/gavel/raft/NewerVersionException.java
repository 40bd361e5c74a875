package dev.gavel.raft;

/**
 * What is to be run is of a version that only a later program knows. The replica stops, keeps what
 * it has as it is, and goes on from there under a program that does know it.
 */
public final class NewerVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int version;

    /**
     * With one sentence for people.
     *
     * @param version the version that a program must know; 0 where that cannot be told
     */
    public NewerVersionException(int version, String message) {
        super(message);
        this.version = version;
    }

    /** The version that a program must know; 0 where that cannot be told. */
    public int version() {
        return version;
    }
}
