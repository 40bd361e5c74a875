package dev.gavel.lab.demo;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Folders;
import dev.gavel.cli.servers.LoopbackConfig;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.Ports;
import dev.gavel.server.process.RecordsPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code gavel demo}: a whole house at once, to look at and to break. */
@Command(name = "demo", description = "Starts the servers of the configuration on this machine, with a"
        + " few auctions and robots that bid, until Ctrl-C. Its records are thrown away.")
public final class DemoCommand implements Callable<Integer> {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption option = new ConfigOption();

    @Option(names = "--keep", description = "Keeps the records, in the folder the configuration names:"
            + " the next demo, or gavel cluster start, goes on from them.")
    private boolean keep;

    /** Runs until the process is asked to end, and cleans up before it does. */
    @Override
    public Integer call() throws ConfigFaultsException {
        var config = option.load();
        if (keep) {
            RecordsPlace.require(config.recordsFolder(), true, "leave --keep out, or name another"
                    + " folder in the configuration, as records-folder");
        }
        try {
            var temporary = keep ? Optional.<Path>empty()
                    : Optional.of(Files.createTempDirectory("gavel-demo-"));
            var mine = temporary.isPresent() ? ownConfig(config, temporary.get()) : config;
            run(mine, temporary);
            return ExitCodes.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    /** The configured ports where they are free, since that is where other verbs look; else others. */
    private ServerConfig ownConfig(ServerConfig config, Path folder) throws IOException {
        boolean free = config.servers()
                .stream()
                .flatMap(
                        one -> Stream.of(one.httpPort(), one.clientPort(), one.raftPort()))
                .allMatch(Ports::isFree);
        return free ? config.withRecordsFolder(folder)
                : LoopbackConfig.write(folder, config.servers().size(), "");
    }

    private void run(ServerConfig config, Optional<Path> temporary) {
        var out = spec.commandLine().getOut();
        boolean usual = config.file().equals(option.file());
        if (!usual) {
            out.println("The ports of " + option.file() + " are in use: taking others.");
        }
        var demo = new Demo(DevCluster.of(config, true), out, spec.commandLine().getErr(),
                usual && option.isUsual());
        var running = Thread.currentThread();
        var done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            demo.end(running);
            await(done);
        }, "demo-end"));
        try {
            demo.run();
            temporary.ifPresent(Folders::delete); // else its logs say what went wrong, and the error names them
        } finally {
            done.countDown();
        }
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("gavel: the servers took too long to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
