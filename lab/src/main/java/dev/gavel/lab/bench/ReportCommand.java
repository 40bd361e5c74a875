package dev.gavel.lab.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code gavel bench report}: how cost grows, measured, drawn and written down. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures how cost grows: bids/s, time to the answer and CPU against the number of auctions,",
        "bidders, connections, watchers, earlier bids, servers, the size of a command and the length of",
        "the log at a restart. Writes results.jsonl, a chart for each part (SVG) and REPORT.md. Each",
        "figure is written as soon as it is there: Ctrl-C ends the servers and keeps what was measured.",
        "Parts: bidders, connections, size, history, watchers, auctions, nodes, restart."}, footer = {
                "", "Examples:",
                "  GAVEL_HEAP=2g gavel bench report             all; a million auctions need the memory",
                "  gavel bench report --only auctions,nodes     these anew, the others as they were",
                "  gavel bench report --quick                   tiny sizes, to see that it works",
                "  gavel bench report --runs 5 --seconds 10     less noise, more patience",
                "  gavel bench report --charts-only             draws again what was measured"})
final class ReportCommand implements Callable<Integer> {

    /** Until servers have ended and their temporary records are gone. */
    private static final long END_PATIENCE_SECONDS = 60;
    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "measure these parts (default: all)")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "tiny sizes, one run of a second, three servers, into target/performance")
    private boolean quick;

    @Option(names = "--runs", paramLabel = "N", description = "runs of each point (default: 3)")
    private Optional<Integer> runs = Optional.empty();

    @Option(names = "--seconds", paramLabel = "N", description = "time of each run (default: 5)")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds of load on servers just started (default: 30)")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(names = "--servers", paramLabel = "N", description = "servers of a house (default: 5)")
    private Optional<Integer> servers = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting for the servers, such as replication.max-entries-under-way=2")
    private List<String> settings = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "where results, charts and page go (default: docs/performance)")
    private Path out = Path.of("");

    @Option(names = "--charts-only", description = "measure nothing, draw what is in results.jsonl")
    private boolean chartsOnly;

    @Override
    public Integer call() throws IOException {
        if (chartsOnly) {
            draw();
            return 0;
        }
        var options = options();
        var measuring = Thread.currentThread();
        var ended = new CountDownLatch(1);
        var whenTold = new Thread(() -> endInPeace(measuring, ended), "report-end");
        Runtime.getRuntime().addShutdownHook(whenTold);
        try {
            return measure(options);
        } finally {
            ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(whenTold);
            } catch (IllegalStateException e) {
                // that is why we end
            }
        }
    }

    /** Ctrl-C interrupts what is measured, and this process lives until its servers have ended. */
    private static void endInPeace(Thread measuring, CountDownLatch ended) {
        measuring.interrupt();
        try {
            var unused = ended.await(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int measure(ReportRun.Options options) throws IOException {
        var file = new ReportFile(folder());
        var before = file.read(); // what is in the way is said before, not after half an hour
        var run = new ReportRun(options, spec.commandLine().getErr(), (result, text) -> {
            try {
                file.append(result);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write results: " + e.getMessage(), e);
            }
            say(text);
        });
        say((before.isEmpty() ? "" : before.size() + " results are there already; ")
                + "this will take " + Schedule.span(run.schedule().seconds()));
        var interrupted = false;
        try {
            run.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) {
            interrupted = Thread.currentThread().isInterrupted();
            if (!interrupted) {
                throw e;
            }
        }
        if (interrupted) {
            var unusedFlag = Thread.interrupted(); // or what was measured could not be drawn
            say("broken off: what was measured is kept");
        }
        file.tidy();
        draw();
        return interrupted ? INTERRUPTED : 0;
    }

    private void draw() throws IOException {
        var results = new ReportFile(folder()).read();
        if (results.isEmpty()) {
            throw wrong("nothing was measured yet: there is no result in "
                    + folder().resolve(ReportFile.NAME));
        }
        var charts = new ReportPages(results).write(folder());
        say(charts + " charts and " + folder().resolve(ReportPages.PAGE));
    }

    private void say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private ReportRun.Options options() {
        var parts = new ArrayList<Part>();
        for (var name : only) {
            parts.add(Part.named(name)
                    .orElseThrow(() -> wrong("--only: no part is called \"" + name
                            + "\"; there are " + Part.names())));
        }
        return new ReportRun.Options(parts.isEmpty() ? Part.ALL : parts, quick,
                within("--runs", runs, 1, 100, quick ? 1 : 3),
                within("--seconds", seconds, 1, 3_600, quick ? 1 : 5),
                within("--warm-up", warmUp, 0, 3_600, quick ? 0 : 30),
                within("--servers", servers, 1, 9, quick ? 3 : 5), settings);
    }

    private int within(String option, Optional<Integer> value, int least, int most,
            int otherwise) {
        if (value.filter(given -> given < least || given > most).isPresent()) {
            throw wrong(option + ": " + least + " to " + most);
        }
        return value.orElse(otherwise);
    }

    private Path folder() {
        var home = Path.of(System.getProperty("gavel.home", "."));
        return !out.toString().isEmpty() ? out
                : quick ? home.resolve("target/performance") : home.resolve("docs/performance");
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
