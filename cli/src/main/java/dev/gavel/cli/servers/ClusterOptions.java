package dev.gavel.cli.servers;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.RecordsPlace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** Which servers a verb of {@code cluster} is about. */
final class ClusterOptions {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--records", paramLabel = "DIR", description = "Folder of the records; default:"
            + " the folder that the configuration names.")
    private Optional<Path> records = Optional.empty();

    DevCluster cluster() throws ConfigFaultsException {
        var read = config.load();
        var settings = records.map(read::withRecordsFolder).orElse(read);
        RecordsPlace.require(settings.recordsFolder(), false);
        return DevCluster.of(LocalServers.of(settings), false);
    }
}
