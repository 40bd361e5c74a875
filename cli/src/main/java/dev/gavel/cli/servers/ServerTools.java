package dev.gavel.cli.servers;

import dev.gavel.cli.verbs.ToolProvider;

import java.util.Map;
import java.util.function.Supplier;

/** The operators' verbs: they run the servers of a configuration, and read what those keep. */
public final class ServerTools implements ToolProvider {

    @Override
    public Map<String, Supplier<Object>> tools() {
        return Map.of("backup", BackupCommand::new, "cluster", ClusterCommand::new, "config",
                ConfigCommand::new, "log", LogCommand::new, "records", RecordsCommand::new,
                "restore", RestoreCommand::new, "upgrade", UpgradeCommand::new, "verify",
                VerifyCommand::new);
    }
}
