package dev.gavel.lab.scenario;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** {@code gavel scenario}: stories with crashes, played with real servers. */
@Command(name = "scenario", description = {
        "Plays a story with crashes on five servers of its own, as"
                + " processes that are killed with SIGKILL. Prints its log and a timing diagram.",
        "Without a name it lists the stories. Exit code 0 only if all went as it must."}, footer = {
                "", "Examples:", "  gavel scenario                       which there are",
                "  gavel scenario handin",
                "  gavel scenario disys-m5 --out log.txt   keeps the log too",
                "  gavel scenario ppapd --json          an object for each line"})
public final class ScenarioCommand implements Callable<Integer> {

    static final List<Scenario> ALL = List.of(new HandInScenario(), new PriceClockScenario(),
            new TimedScenario(), new AnyNodeScenario(), new CatalogueScenario());

    private static final long STOP_PATIENCE_SECONDS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "which story; without it, or with list, the stories are listed")
    private String name = "list";

    @Option(names = "--out", paramLabel = "FILE", description = "writes the log to this file too")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (name.equals("list")) {
            ALL.forEach(one -> print(one.name(), one.about()));
            return ExitCodes.OK;
        }
        var scenario = ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(),
                        "there is no story " + name + "; there are "
                                + String.join(", ", ALL.stream().map(Scenario::name).toList())));
        try (var copy = copy()) {
            var story = new Story(spec.commandLine().getOut(), Clock.systemUTC(), json);
            story.copyTo(copy);
            return play(scenario, story) ? ExitCodes.OK : ExitCodes.REFUSED;
        }
    }

    private PrintWriter copy() {
        if (file.isEmpty()) {
            return new PrintWriter(Writer.nullWriter());
        }
        try {
            return new PrintWriter(Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.USAGE,
                    "--out: cannot write " + file.get() + ": " + e.getMessage());
        }
    }

    private void print(String story, String about) {
        var out = spec.commandLine().getOut();
        out.println(json
                ? Http.JSON.createObjectNode().put("story", story).put("about", about).toString()
                : String.format(java.util.Locale.ROOT, "%-13s %s", story, about));
        out.flush();
    }

    /** Ctrl-C ends the story and takes its servers and their records away. */
    private boolean play(Scenario scenario, Story story) throws InterruptedException {
        var running = Thread.currentThread();
        var done = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var hook = new Thread(() -> {
            ended.set(true);
            running.interrupt();
            await(done);
        }, "scenario-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try (var cluster = DevCluster.start(5, "", spec.commandLine().getErr())) {
            return play(scenario, story, cluster, ended::get);
        } catch (RuntimeException e) {
            if (ended.get()) { // before all servers ran
                throw ended(story, e);
            }
            throw e;
        } finally {
            done.countDown();
        }
    }

    private static InterruptedException ended(Story story, RuntimeException why) {
        story.mark("the story was ended before it was over: its servers and their records go");
        var ended = new InterruptedException(why.getMessage());
        ended.initCause(why);
        return ended;
    }

    /**
     * Plays on servers that all run; whether all held. Shows the diagram, unless somebody ends it.
     *
     * @throws InterruptedException once {@code isEnded}: then nothing broke, and nothing held
     */
    static boolean play(Scenario scenario, Story story, DevCluster cluster,
            BooleanSupplier isEnded) throws InterruptedException {
        var stage = new Stage(cluster, story);
        try {
            scenario.play(stage);
        } catch (RuntimeException e) {
            if (isEnded.getAsBoolean()) {
                throw ended(story, e);
            }
            if (!(e instanceof VerbFailedException)) {
                throw e;
            }
            story.check(false, "the story broke off: " + e.getMessage());
        }
        story.show(stage.timeline());
        return story.end();
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("gavel: the servers took too long to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
