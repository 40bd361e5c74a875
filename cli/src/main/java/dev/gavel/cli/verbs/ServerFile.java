package dev.gavel.cli.verbs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Discovery;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.exit.ConfigTrouble;
import dev.gavel.server.process.UsualConfig;
import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers as the configuration file lists them. The servers themselves check the rest of it. */
final class ServerFile {
    private static final Config USUAL = ConfigFactory.parseMap(Map.of("cluster", "gavel",
            "registration", "open", "discovery.group", Discovery.USUAL_GROUP, "discovery.port",
            Discovery.USUAL_PORT));

    private ServerFile() {}

    /**
     * The client addresses of the named file; without one of the usual file, where there is such a file,
     * else those of the default configuration.
     *
     * @throws UsageException with a sentence, if the file cannot be used
     */
    static List<ServerAddress> servers(@Nullable Path named, Map<String, String> environment) {
        var file = named != null ? named : UsualConfig.in(environment);
        if (!isNamed(named, environment) && !Files.isReadable(file)) {
            return ClientConfig.defaults().servers();
        }
        requireReadable(file);
        try {
            return ConfigFactory.parseFile(file.toFile())
                    .resolve()
                    .getConfigList("servers")
                    .stream()
                    .map(server -> address(server, environment))
                    .toList();
        } catch (ConfigException | IllegalArgumentException e) {
            throw unusable(file, named, e);
        }
    }

    /** What the file says of the network that servers are found on, and the name of the house. */
    record Network(String house, Discovery discovery) {}

    /** As {@link #servers}; without a file the usual. */
    static Network network(@Nullable Path named, Map<String, String> environment) {
        var file = named != null ? named : UsualConfig.in(environment);
        if (isNamed(named, environment)) {
            requireReadable(file);
        }
        try {
            var config = (Files.isReadable(file) ? ConfigFactory.parseFile(file.toFile()).resolve()
                    : ConfigFactory.empty()).withFallback(USUAL);
            var closed = config.getString("registration").equals("closed");
            return new Network(
                    config.getString("cluster") + (closed ? ", registration closed" : ""),
                    new Discovery(
                            Optional.ofNullable(environment.get("GAVEL_DISCOVERY_GROUP"))
                                    .orElseGet(() -> config.getString("discovery.group")),
                            Optional.ofNullable(environment.get("GAVEL_DISCOVERY_PORT"))
                                    .map(Integer::parseInt)
                                    .orElseGet(() -> config.getInt("discovery.port"))));
        } catch (ConfigException | IllegalArgumentException e) {
            throw unusable(file, named, e);
        }
    }

    /** Whether somebody named a file, which must then be there. */
    private static boolean isNamed(@Nullable Path named, Map<String, String> environment) {
        return named != null || UsualConfig.named(environment).isPresent();
    }

    private static void requireReadable(Path file) {
        ConfigTrouble.unreadable(file).ifPresent(why -> {
            throw new UsageException("cannot read the configuration " + file + ": " + why);
        });
    }

    private static UsageException unusable(Path file, @Nullable Path named, RuntimeException e) {
        var why = e instanceof ConfigException.IO || e instanceof NumberFormatException
                || e.getMessage() == null
                        ? "the file, or an environment variable that stands in"
                                + " for one of its keys, cannot be read"
                        : ConfigTrouble.inPlainWords(e.getMessage());
        return new UsageException("the configuration " + file + " cannot be used: " + why
                + "; gavel config check"
                + (named == null ? "" : UsualConfig.typed("--config", named))
                + " lists every fault");
    }

    /** The same variables stand in for keys as for the servers. */
    private static ServerAddress address(Config server, Map<String, String> environment) {
        var prefix = "GAVEL_SERVERS_" + server.getInt("id") + "_";
        var host = Optional.ofNullable(environment.get(prefix + "HOST"))
                .orElseGet(() -> server.getString("host"));
        var port = Optional.ofNullable(environment.get(prefix + "CLIENT_PORT"))
                .map(Integer::parseInt)
                .orElseGet(() -> server.getInt("client-port"));
        return new ServerAddress(host, port);
    }
}
