package dev.gavel.cli.verbs;

import dev.gavel.client.ServerAddress;
import dev.gavel.server.process.UsualConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Options that every verb takes. */
final class CommonOptions {

    @Option(names = "--as", scope = ScopeType.INHERIT, paramLabel = "USER", order = 100, description = "Who acts; default: $GAVEL_USER, else your system's user name.")
    @Nullable
    String user;

    @Option(names = "--server", scope = ScopeType.INHERIT, paramLabel = "HOST:PORT", split = ",", order = 101, description = "Servers to ask, separated by commas; default: all of the configuration.")
    List<ServerAddress> servers = new ArrayList<>();

    @Option(names = "--discover", scope = ScopeType.INHERIT, order = 102, description = "Find the servers on this network, without configuration; or set $$GAVEL_DISCOVER to yes, or to the name of the house.")
    boolean discover;

    @Option(names = "--config", scope = ScopeType.INHERIT, paramLabel = "FILE", order = 102, description = "Configuration that lists the servers; default: $$GAVEL_CONFIG, else conf/gavel.conf.")
    @Nullable
    Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, order = 103, description = "Print one JSON object per line and nothing else.")
    boolean json;

    @Option(names = "--timeout", scope = ScopeType.INHERIT, paramLabel = "TIME", order = 104, description = "How long to try, such as 500ms, 10s or 2m; "
            + "default: 10s, and a minute for what takes longer.")
    @Nullable
    Duration timeout;

    /** How long to try: what was said, else {@code usual}. */
    Duration timeout(Duration usual) {
        return timeout == null ? usual : timeout;
    }

    /** {@code --config} as it was typed, with a blank before it, for a hint; empty where it was not. */
    String typedConfig() {
        return config == null ? "" : UsualConfig.typed("--config", config);
    }

    /** The same values, to begin another call with. */
    CommonOptions copy() {
        var copy = new CommonOptions();
        copy.user = user;
        copy.servers = List.copyOf(servers);
        copy.config = config;
        copy.discover = discover;
        copy.json = json;
        copy.timeout = timeout;
        return copy;
    }
}
