package dev.gavel.cli.servers;

import com.typesafe.config.ConfigUtil;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.process.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a configuration for servers on this machine, on ports that are free. */
public final class LoopbackConfig {

    private LoopbackConfig() {}

    /**
     * Writes {@code gavel.conf} into {@code folder}, where the records go as well.
     *
     * @param settings more lines for the file, such as {@code replication.keep-entries = 5}
     * @throws IOException when it cannot be written
     */
    public static ServerConfig write(Path folder, int servers, String settings) throws IOException {
        var ports = Ports.free(3 * servers);
        var text = new StringBuilder("records-folder = ")
                .append(ConfigUtil.quoteString(folder.toAbsolutePath().toString()))
                .append("\nservers = [\n");
        for (int id = 0; id < servers; id++) {
            text.append("  { id = ")
                    .append(id)
                    .append(", host = 127.0.0.1, http-port = ")
                    .append(ports.get(3 * id))
                    .append(", client-port = ")
                    .append(ports.get(3 * id + 1))
                    .append(", raft-port = ")
                    .append(ports.get(3 * id + 2))
                    .append(" }\n");
        }
        var file = Files.writeString(folder.resolve("gavel.conf"),
                text.append("]\n").append(settings).append('\n'));
        try {
            return ServerConfig.load(file);
        } catch (ConfigFaultsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
