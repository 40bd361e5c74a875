package dev.gavel.lab.bench.rules;

import dev.gavel.server.process.Progress;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code gavel bench rules}: the auction machine alone, measured by JMH. */
@Command(name = "rules", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures the rules alone, on one thread, in a JVM of their own: no servers, no disks. Prints the",
        "median of all iterations, or of single calls where a pause matters, and the least and the most."}, footer = {
                "", "Examples:",
                "  gavel bench rules                        everything, about three minutes",
                "  gavel bench rules Bid                    only what has Bid in its name",
                "  gavel bench rules --forks 3 --seconds 5"})
public final class RulesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "a part of a benchmark's name, as a regular expression; default: all")
    private String name = "";

    @Option(names = "--forks", paramLabel = "N", defaultValue = "1", description = "JVMs to measure in, one after another (default: ${DEFAULT-VALUE})")
    private int forks;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "1", description = "length of an iteration (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "7", description = "measured iterations in each JVM, after 5 to warm up (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Option(names = "--verbose", description = "show what JMH says")
    private boolean verbose;

    @Override
    public Integer call() throws RunnerException {
        var options = new OptionsBuilder()
                .include("dev\\.gavel\\.lab\\.bench\\.rules\\..*" + name)
                .forks(forks)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementTime(TimeValue.seconds(seconds))
                .measurementIterations(iterations)
                .shouldFailOnError(true)
                .verbosity(verbose ? VerboseMode.NORMAL : VerboseMode.SILENT);
        var out = spec.commandLine().getOut();
        out.printf("%d processors, %d MiB of heap, Java %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20, Runtime.version());
        out.flush();
        results(options.build()).stream()
                .sorted(Comparator.comparing(RulesCommand::label))
                .forEach(result -> out.println(line(result)));
        out.flush();
        return 0;
    }

    private Collection<RunResult> results(Options options) throws RunnerException {
        if (verbose) {
            return new Runner(options).run();
        }
        try (var progress = Progress.of(spec.commandLine().getErr(), "measuring", "iterations")) {
            return new Runner(options, Iterations.counting(progress)).run();
        }
    }

    private static String label(RunResult result) {
        var params = result.getParams();
        var label = new StringBuilder(
                params.getBenchmark().replaceFirst(".*\\.rules\\.", ""));
        params.getParamsKeys()
                .forEach(key -> label.append(' ')
                        .append(key)
                        .append('=')
                        .append(params.getParam(key)));
        return label.toString();
    }

    private static String line(RunResult result) {
        var samples = result.getParams().getMode() == Mode.SampleTime
                ? result.getPrimaryResult().getStatistics()
                : iterations(result);
        return String.format(Locale.ROOT, "%-58s median %,14.0f  least %,14.0f  most %,14.0f  %s",
                label(result), samples.getPercentile(50), samples.getMin(), samples.getMax(),
                result.getPrimaryResult().getScoreUnit());
    }

    private static Statistics iterations(RunResult result) {
        var scores = new ListStatistics();
        result.getBenchmarkResults()
                .stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .forEach(iteration -> scores.addValue(iteration.getPrimaryResult().getScore()));
        return scores;
    }
}
