package dev.gavel.lab.bench;

import dev.gavel.client.ServerAddress;
import dev.gavel.lab.bench.rules.RulesCommand;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code gavel bench}: how fast the house is on this machine, measured from outside. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, subcommands = {
        RulesCommand.class,
        ReportCommand.class,
        CompareCommand.class}, description = {
                "Measures the house with bidders that bid: by default it starts five servers of its own as",
                "processes on this machine, with temporary records, and ends them afterwards. Every bid is on",
                "the disks of a majority before it is answered."}, footer = {"", "Examples:",
                        "  gavel bench                              1, 256 and 2048 bidders on one auction",
                        "  gavel bench --auctions 1000 --bidders 2048",
                        "  gavel bench --rate 20000 --seconds 30    open loop: 20,000 bids/s, come what may",
                        "  gavel bench --kill 5                     SIGKILL of the leader, five times, under load",
                        "  gavel bench --start                      time until a server is ready, a CLI call",
                        "  gavel bench --auctions 1000000 --state 10000000",
                        "                                           a full house: memory, snapshots, restarts",
                        "  gavel bench rules                        the auction rules alone, without servers",
                        "  gavel bench report                       how cost grows, with charts (half an hour)",
                        "  gavel bench compare A.jsonl B.jsonl      two files of results, side by side"})
public final class BenchCommand implements Callable<Integer> {

    private static final int LEAST_TO_WARM_UP = 256;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--bidders", split = ",", paramLabel = "N", defaultValue = "1,256,2048", description = "bidders at a time, each waiting for its answer (default: ${DEFAULT-VALUE})")
    private List<Integer> bidders = List.of();

    @Option(names = "--auctions", paramLabel = "N", defaultValue = "1", description = "auctions they bid on (default: ${DEFAULT-VALUE}, all on the same)")
    private int auctions;

    @Option(names = "--rate", paramLabel = "BIDS/S", description = "send bids at this rate, without"
            + " waiting for answers")
    private long rate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "time measured (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "10", description = "seconds of load before each measurement, by at least 256 bidders (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "1", description = "how many times to measure (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "1", description = "connections the bidders share (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--servers", paramLabel = "N", defaultValue = "5", description = "servers to start (default: ${DEFAULT-VALUE})")
    private int servers;

    @Option(names = "--server", paramLabel = "HOST:PORT,…", description = "measure servers that run already")
    private String running = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting for the servers started, such as replication.max-entries-under-way=2")
    private List<String> settings = List.of();

    @Option(names = "--kill", paramLabel = "N", description = "kill the leader N times under load;"
            + " count lost and doubled bids, and time the silence")
    private int kills;

    @Option(names = "--start", description = "time a server's start and restart against its log")
    private boolean start;

    @Option(names = "--state", paramLabel = "BIDS", description = "fill the house with so many"
            + " bids; measure memory, answers during snapshots, and restarts")
    private long state;

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        check();
        if (start) {
            new StartRun(err(), this::print).run(servers, settings);
            return 0;
        }
        try (var house = running.isEmpty() ? House.ofOurOwn(servers, settings, err())
                : House.at(addresses())) {
            if (kills > 0) {
                var count = bidders.get(bidders.size() > 1 ? 1 : 0);
                warmUp(house, Math.max(count, LEAST_TO_WARM_UP));
                return new KillRun(house, count, auctions, Math.min(connections, count), err(),
                        this::print).run(kills);
            }
            if (state > 0) {
                new StateRun(house, seconds, rate, err(), this::print).run(auctions, state);
                return 0;
            }
            for (var count : bidders) {
                for (var run = 0; run < runs; run++) {
                    print(measure(house, count));
                }
            }
        }
        return 0;
    }

    private void check() {
        require(bidders.stream().allMatch(count -> count >= 1 && count <= 100_000),
                "--bidders: 1 to 100000");
        require(auctions >= 1 && auctions <= 1_000_000, "--auctions: 1 to 1000000");
        require(rate >= 0 && rate <= 10_000_000, "--rate: 1 to 10000000");
        require(seconds >= 1 && warmUp >= 0 && runs >= 1,
                "--seconds, --warm-up, --runs: not below 1");
        require(state >= 0 && state <= 100_000_000, "--state: 1 to 100000000");
        require(connections >= 1 && connections <= 10_000, "--connections: 1 to 10000");
        require(servers >= 1 && servers <= 9, "--servers: 1 to 9");
    }

    private List<ServerAddress> addresses() {
        try {
            return ServerAddress.parseList(running);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--server: " + e.getMessage());
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Result measure(House house, int count) throws InterruptedException {
        warmUp(house, Math.max(count, LEAST_TO_WARM_UP));
        try (var load = new Load(house, count, auctions, Math.min(connections, count))) {
            load.connect(err());
            if (rate > 0) {
                load.startOpenLoop(rate);
            } else {
                load.startClosedLoop();
            }
            watch(load, "settling", 1, new ArrayList<>());
            var pids = new ArrayList<>(house.pids());
            pids.add(ProcessHandle.current().pid());
            load.tally().take();
            var cpu = Processes.cpuMicros(pids);
            var began = System.nanoTime();
            var parts = new ArrayList<Load.Counted>();
            watch(load, "measuring", seconds, parts);
            var took = (System.nanoTime() - began) / 1e9;
            var cpuPerBid = (double) (Processes.cpuMicros(pids) - cpu);
            var whole = sum(parts);
            load.stop();
            return Result.of(rate > 0 ? "open-loop" : "closed-loop")
                    .with("bidders", count)
                    .with("auctions", auctions)
                    .with("rate", rate)
                    .with("connections", connections)
                    .with("servers", house.pids().size())
                    .with("seconds", Math.round(took))
                    .with(whole, took)
                    .with("cpuMicrosPerBid",
                            Math.round(10 * cpuPerBid / Math.max(1, whole.answered())) / 10.0)
                    .with("rssMib", Processes.mostMemoryMib(house.pids()));
        }
    }

    /** A JVM is as fast as it has been busy: one bidder alone would measure its compilers. */
    private void warmUp(House house, int count) throws InterruptedException {
        if (warmUp > 0) {
            try (var load = new Load(house, count, auctions, Math.min(connections, count))) {
                load.connect(err());
                load.startClosedLoop();
                watch(load, "warming up", warmUp, new ArrayList<>());
                load.stop();
            }
        }
    }

    private void watch(Load load, String what, int forSeconds, List<Load.Counted> parts)
            throws InterruptedException {
        try (var progress = Progress.of(err(), what, "s")) {
            for (var second = 1; second <= forSeconds; second++) {
                TimeUnit.SECONDS.sleep(1);
                var part = load.tally().take();
                parts.add(part);
                progress.at(second, forSeconds, part.answered() + " answers/s, median "
                        + Result.millis((double) part.micros().getValueAtPercentile(50))
                        + " ms");
            }
        }
    }

    private static Load.Counted sum(List<Load.Counted> parts) {
        var micros = parts.get(0).micros().copy();
        parts.stream().skip(1).forEach(part -> micros.add(part.micros()));
        return new Load.Counted(micros,
                parts.stream().mapToLong(Load.Counted::accepted).sum(),
                parts.stream().mapToLong(Load.Counted::refused).sum(),
                parts.stream().mapToLong(Load.Counted::exceptions).sum(),
                parts.stream()
                        .map(Load.Counted::longestSilence)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    private void print(Result result) {
        var out = out();
        out.println(json ? result.json() : result.text());
        out.flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
