package dev.gavel.server.cluster;

/**
 * The disk that a server keeps its records on.
 *
 * @param freeBytes what is left there; -1 where it is not known
 * @param recordsBytes what the server's records take; -1 where it is not known
 */
public record Disk(long freeBytes, long recordsBytes) {

    /** Nothing was measured yet. */
    public static final Disk UNKNOWN = new Disk(-1, -1);
}
