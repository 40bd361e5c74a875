package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.ServerAddress;
import dev.gavel.client.UnansweredException;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.ConfigOption;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A house that runs, on this machine or others, as the verbs of {@code upgrade} ask it. */
final class RunningHouse {

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(3);
    private static final String SERVERS = "servers";

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--server", paramLabel = "HOST:PORT", split = ",", converter = RunningHouse.AddressConverter.class, description = "Servers"
            + " to ask, by their client ports, separated by commas; default: all of the"
            + " configuration.")
    private List<ServerAddress> servers = new ArrayList<>();

    /** Reads an address, as the verbs of bidders do. */
    static final class AddressConverter implements CommandLine.ITypeConverter<ServerAddress> {

        @Override
        public ServerAddress convert(String text) {
            return ServerAddress.parse(text);
        }
    }

    /** What a server can run, as it was told; {@code to} is 0 where it does not tell. */
    record Ranged(int id, String address, boolean up, String program, int from, int to) {

        static Ranged of(JsonNode row) {
            var canRun = row.path("canRun");
            return new Ranged(row.path("id").asInt(-1), row.path("httpAddress").asText(),
                    row.path("up").asBoolean(), row.path("version").asText(),
                    canRun.path("from").asInt(), canRun.path("to").asInt());
        }

        boolean knows(int version) {
            return from <= version && version <= to;
        }
    }

    /** What names this house, as it was typed, with a blank before it; for a hint. */
    String typed() {
        return config.typed() + (servers.isEmpty() ? ""
                : " --server " + String.join(",",
                        servers.stream().map(ServerAddress::toString).toList()));
    }

    /** As {@link #typed}, for a verb that takes no {@code --server}. */
    String typedConfig() {
        return config.typed();
    }

    /** How all servers stand, as the first says that answers. */
    JsonNode cluster() throws ConfigFaultsException, InterruptedException {
        var addresses = addresses();
        return ask(addresses, "/v1/cluster", status -> status == 200)
                .orElseThrow(() -> new VerbFailedException(ExitCodes.UNREACHED,
                        "no server answers at " + String.join(", ", addresses)));
    }

    /** What the servers in {@code cluster} can run. */
    static List<Ranged> ranges(JsonNode cluster) {
        var found = new ArrayList<Ranged>();
        cluster.path(SERVERS).forEach(row -> found.add(Ranged.of(row)));
        found.sort(Comparator.comparingInt(Ranged::id));
        return found;
    }

    /** The version of its rules that the house stands under; programs of before versions do not say. */
    static int version(JsonNode cluster) {
        return Math.max(1, cluster.path("houseVersion").asInt(1));
    }

    /** What is in the way of the newest version, as a server says that can run it; it asks all others. */
    static Optional<JsonNode> outlook(List<Ranged> ranges, int newest) {
        return ask(ranges.stream()
                .filter(one -> one.up() && one.knows(newest))
                .map(Ranged::address)
                .toList(), "/v1/cluster/upgrade", status -> status == 200);
    }

    /** HTTP addresses of the servers to ask. */
    private List<String> addresses() throws ConfigFaultsException, InterruptedException {
        if (servers.isEmpty()) {
            return config.load()
                    .servers()
                    .stream()
                    .map(dev.gavel.server.config.ServerAddress::http)
                    .toList();
        }
        try (var client = AuctionClient.connect(ClientConfig.of(servers)
                .withDeadline(ANSWER_PATIENCE)
                .withWhenNoneListens(ANSWER_PATIENCE))) {
            return List.copyOf(client.httpAddresses().values());
        } catch (UnansweredException e) {
            throw new VerbFailedException(ExitCodes.UNREACHED, "no server answers at "
                    + String.join(", ", servers.stream().map(ServerAddress::toString).toList())
                    + ": " + e.outcome().message());
        }
    }

    private static Optional<JsonNode> ask(List<String> addresses, String path, IntPredicate good) {
        for (var address : addresses) {
            try {
                var answer = Http.ask(address, path, Map.of(), Optional.empty(), ANSWER_PATIENCE);
                if (good.test(answer.status()) && answer.body().isObject()) {
                    return Optional.of(answer.body());
                }
            } catch (IOException e) {
                // the next may answer
            }
        }
        return Optional.empty();
    }
}
