package dev.gavel.server.dev;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code gavel train}: lets a server and the command line do a little of everything, while the
 * launcher has them note which classes that takes. Not for people.
 */
@Command(name = "train", hidden = true)
public final class TrainCommand implements Callable<Integer> {

    private static final List<String> READS = List.of("/v1/auctions", "/v1/auctions/1/bids",
            "/v1/items", "/v1/cluster", "/metrics", "/livez", "/openapi.json", "/");

    /** Runs for a few seconds. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        var launcher = Optional.ofNullable(System.getProperty("gavel.launcher"))
                .orElseThrow(
                        () -> new VerbFailedException(ExitCodes.USAGE,
                                "only the launcher can do this"));
        try (var cluster = DevCluster.start(1)) {
            var house = House.of(cluster);
            var auction = house.command("sue", House.op("create")
                    .put("name", "x")
                    .put("itemName", "x")
                    .put("format", "english")
                    .put("start", 100)
                    .put("durationMillis", 60_000)
                    .put("open", true)).path("auction").asText();
            house.command("ann", House.op("bid").put("auction", auction).put("amount", 500));
            house.auction(auction);
            for (var path : READS) {
                Http.ask(cluster.address(0).http(), path, Map.of(), Optional.empty(),
                        Duration.ofSeconds(5));
            }
            new ProcessBuilder(launcher, "show", auction, "--config",
                    cluster.configFile().toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        return ExitCodes.OK;
    }
}
