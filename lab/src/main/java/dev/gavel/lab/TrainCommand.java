package dev.gavel.lab;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.lab.scenario.House;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * {@code gavel train}: lets a server and the command line do what they are mostly there for, while the
 * launcher has them note which classes that takes, and which methods are worth compiling. One server
 * notes: it follows under load, then it leads. Not for people.
 *
 * @see "docs/adr/0067-trained-servers.md"
 */
@Command(name = "train", hidden = true)
public final class TrainCommand implements Callable<Integer> {

    private static final List<String> READS = List.of("/v1/auctions", "/v1/auctions/1/bids",
            "/v1/items", "/v1/cluster", "/metrics", "/livez", "/openapi.json", "/");
    /** Read by the launcher: whoever has it notes. */
    private static final String NOTES = "GAVEL_TRAIN";
    private static final int LEARNER = 0;
    private static final int OTHER = 1;
    private static final int SERVERS = 3;
    /** Large entries, small ones, and single bids: each makes other code hot. */
    private static final String BIDDERS = "2048,256,1";
    private static final String SECONDS_EACH = "10";

    /** Runs for a minute and a quarter. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var cluster = DevCluster.prepare(SERVERS)) {
            for (var id : cluster.ids()) {
                cluster.tell(id, Map.of(NOTES, id == LEARNER ? "yes" : ""));
            }
            cluster.startAll();
            lead(cluster, OTHER);
            load(cluster);
            lead(cluster, LEARNER);
            load(cluster);
            aLittleOfEverything(cluster);
        }
        return ExitCodes.OK;
    }

    private static void lead(DevCluster cluster, int id) throws IOException, InterruptedException {
        if (cluster.leader() != id) {
            run(false, "transfer", "--config", cluster.configFile().toString(), "" + id);
        }
    }

    private static void load(DevCluster cluster)
            throws IOException, InterruptedException {
        var servers = cluster.ids()
                .stream()
                .map(id -> cluster.address(id).client())
                .collect(Collectors.joining(","));
        run(false, "bench", "--server", servers, "--bidders", BIDDERS, "--warm-up", "0",
                "--seconds", SECONDS_EACH);
    }

    private static void aLittleOfEverything(DevCluster cluster)
            throws IOException, InterruptedException {
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
            Http.ask(cluster.address(LEARNER).http(), path, Map.of(), Optional.empty(),
                    Duration.ofSeconds(5));
        }
        run(true, "show", auction, "--config", cluster.configFile().toString());
    }

    /** Runs a verb of the launcher's; only of one that notes a cache comes about. */
    private static void run(boolean notes, String... words)
            throws IOException, InterruptedException {
        var launcher = Optional.ofNullable(System.getProperty("gavel.launcher"))
                .orElseThrow(
                        () -> new VerbFailedException(ExitCodes.USAGE,
                                "only the launcher can do this: type ./gavel train"));
        var builder = new ProcessBuilder(launcher).inheritIO();
        builder.command().addAll(List.of(words));
        builder.environment().put(NOTES, notes ? "yes" : "");
        builder.start().waitFor();
    }
}
