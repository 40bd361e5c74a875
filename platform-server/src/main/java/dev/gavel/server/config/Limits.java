package dev.gavel.server.config;

/**
 * Bounds of one server's edges, so that no client can take more than its share of memory.
 *
 * @param maxCommandBytes longest single command
 * @param maxBodyBytes longest HTTP body; a longer one gets 413
 * @param maxFrameBytes longest gRPC frame, which packs many commands
 * @param maxConnections connections to the HTTP port, and as many to the client port, at a time
 * @param maxWatchers followers of events at a time
 * @param maxEventsWaiting events waiting for one watcher at most; a slower one is cut off
 * @param feedEvents recent events kept for watchers that come back
 */
public record Limits(int maxCommandBytes, int maxBodyBytes, int maxFrameBytes, int maxConnections,
        int maxWatchers, int maxEventsWaiting, int feedEvents) {

    /** Bounds that suit one server with 768 MB of heap. */
    public static Limits defaults() {
        return new Limits(512 << 10, 1 << 20, 4 << 20, 12_000, 10_000, 10_000, 100_000);
    }
}
