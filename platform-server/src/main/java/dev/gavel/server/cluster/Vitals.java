package dev.gavel.server.cluster;

/**
 * What the process of a server says of itself.
 *
 * @param version of the program it runs; empty while it is not known
 * @param pid its number on its machine; 0 while it is not known
 * @param clockMillis its clock when it answered, milliseconds since 1970
 * @param uptimeMillis its age
 * @param rssBytes memory it holds; 0 if the system does not tell
 * @param heapUsedBytes heap in use
 */
public record Vitals(String version, long pid, long clockMillis, long uptimeMillis, long rssBytes,
        long heapUsedBytes) {

    /** Of a server that has not told of any. */
    public static final Vitals UNKNOWN = new Vitals("", 0, 0, 0, 0, 0);

    /** What stays of them once it stops answering: it may hold no memory and have no age any more. */
    Vitals silent() {
        return new Vitals(version, pid, clockMillis, 0, 0, 0);
    }
}
