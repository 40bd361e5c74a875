package dev.gavel.server.process;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** The option {@code --config}, for each verb that reads the configuration. */
public final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file; default:"
            + " $$GAVEL_CONFIG, else conf/gavel.conf beside the launcher.")
    private Optional<Path> file = Optional.empty();

    /** Whether none was named, so that other verbs find the same one by themselves. */
    public boolean isUsual() {
        return file.isEmpty() && UsualConfig.named(System.getenv()).isEmpty();
    }

    /** The file that was named, or the usual one. */
    public Path file() {
        return file.orElseGet(() -> UsualConfig.in(System.getenv()));
    }

    /** This option as it was typed, with a blank before it, for a hint; empty where it was not. */
    public String typed() {
        return file.map(named -> UsualConfig.typed("--config", named)).orElse("");
    }

    /**
     * Reads {@link #file}.
     *
     * @throws ConfigFaultsException with all that is wrong in it
     */
    public ServerConfig load() throws ConfigFaultsException {
        return ServerConfig.load(file());
    }
}
