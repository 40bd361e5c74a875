package dev.gavel.raft;

/**
 * The records, an entry or a snapshot are of a version that only a later program knows. The replica
 * stops, and keeps everything as it is. Under a program that knows the version it goes on from
 * there.
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
