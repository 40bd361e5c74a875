package dev.gavel.cli.servers;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.RecordsPlace;
import dev.gavel.server.process.UsualConfig;
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

    /** What names these servers, as it was typed, with a blank before it; for a hint. */
    String typed() {
        return typedConfig()
                + records.map(folder -> UsualConfig.typed("--records", folder)).orElse("");
    }

    /** As {@link #typed}, for a verb that takes no {@code --records}. */
    String typedConfig() {
        return config.typed();
    }

    DevCluster cluster() throws ConfigFaultsException {
        var read = config.load();
        var settings = records.map(read::withRecordsFolder).orElse(read);
        RecordsPlace.require(settings.recordsFolder(), false);
        return DevCluster.of(LocalServers.of(settings), false);
    }
}
