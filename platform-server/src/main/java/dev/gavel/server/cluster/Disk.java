package dev.gavel.server.cluster;

/**
 * The disk that a server keeps its records on.
 *
 * @param freeBytes space left there; -1 if it is not known
 * @param recordsBytes size of the server's records; -1 if it is not known
 */
public record Disk(long freeBytes, long recordsBytes) {

    /** Nothing was measured yet. */
    public static final Disk UNKNOWN = new Disk(-1, -1);
}
