package dev.gavel.server.process;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** The option {@code --config}, for each verb that reads the configuration. */
public final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file; default:"
            + " conf/gavel.conf beside the launcher.")
    private Optional<Path> file = Optional.empty();

    /** Whether none was named, so that other verbs find the same one by themselves. */
    public boolean isUsual() {
        return file.isEmpty();
    }

    /** The file that was named, or the usual one. */
    public Path file() {
        return file.orElseGet(
                () -> Path.of(System.getProperty("gavel.home", ""), "conf", "gavel.conf"));
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
