package dev.gavel.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One question of the report: how cost grows with what.
 *
 * @param name what it is asked for by, and called in the results
 * @param title its heading
 * @param axis what is counted, with its unit
 * @param logarithmic whether the sizes span decades
 * @param panels its diagrams
 * @param sizes from small to large
 * @param quickSizes the same for a first try
 */
record Part(String name, String title, String axis, boolean logarithmic, List<Panel> panels,
        List<Integer> sizes, List<Integer> quickSizes) {

    private static final Measure P50 = new Measure("p50Millis", "p50");
    private static final Measure P99 = new Measure("p99Millis", "p99");
    private static final Panel LATENCY = new Panel("Time to the answer", "ms", true,
            List.of(P50, P99));
    private static final List<Panel> OF_BIDS = List.of(
            new Panel("Bids acknowledged", "bids/s", false,
                    List.of(new Measure("bidsPerSecond", "bids/s"))),
            LATENCY,
            new Panel("CPU, all processes", "µs a bid", true,
                    List.of(new Measure("cpuMicrosPerBid", "µs CPU a bid"))));

    static final Part AUCTIONS = new Part("auctions", "Number of auctions", "open auctions", true,
            OF_BIDS, List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000), List.of(1, 600));
    static final Part BIDDERS = new Part("bidders", "Bidders at a time",
            "bidders, each waiting for its answer", true, OF_BIDS,
            List.of(1, 4, 16, 64, 256, 1_024, 4_096, 10_000), List.of(1, 8));
    static final Part CONNECTIONS = new Part("connections", "Connections",
            "connections, an auction for each", true, OF_BIDS,
            List.of(1, 4, 16, 64, 256, 1_000, 10_000), List.of(1, 3));
    static final Part WATCHERS = new Part("watchers", "Watchers of one auction at one server",
            "watchers", true, List.of(
                    new Panel("From a bid to a watcher", "ms", true,
                            List.of(new Measure("delayP50Millis", "p50"),
                                    new Measure("delayP99Millis", "p99"))),
                    LATENCY,
                    new Panel("Events handed out", "events/s", false,
                            List.of(new Measure("eventsPerSecond", "events/s")))),
            List.of(0, 10, 100, 1_000, 10_000), List.of(0, 20));
    static final Part HISTORY = new Part("history", "Bids already in the auction",
            "bids in the one auction before", true, OF_BIDS,
            List.of(1_000, 10_000, 100_000, 1_000_000), List.of(100, 300));
    static final Part SIZE = new Part("size", "Size of a command", "bytes of JSON a bid", true,
            OF_BIDS, List.of(100, 400, 1_600, 6_400, 25_600, 65_536), List.of(100, 2_000));
    static final Part NODES = new Part("nodes", "Number of servers", "servers", false, OF_BIDS,
            List.of(1, 3, 5, 7), List.of(1));
    static final Part RESTART = new Part("restart", "Length of the log at a restart",
            "bids in the log", true, List.of(new Panel("From the start until ready", "s", false,
                    List.of(new Measure("readySeconds", "ready")))),
            List.of(0, 10_000, 100_000, 1_000_000), List.of(0, 300));

    /** In the order they are measured. */
    static final List<Part> ALL = List.of(BIDDERS, CONNECTIONS, SIZE, HISTORY, WATCHERS, AUCTIONS,
            NODES, RESTART);

    /** A field of the results, and the word for it in a chart. */
    record Measure(String field, String label) {}

    /** One diagram of a part. */
    record Panel(String title, String unit, boolean logarithmic, List<Measure> measures) {}

    static Optional<Part> named(String name) {
        return ALL.stream()
                .filter(part -> part.name.equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String names() {
        return ALL.stream().map(Part::name).collect(Collectors.joining(", "));
    }

    List<Integer> sizes(boolean quick) {
        return quick ? quickSizes : sizes;
    }
}
