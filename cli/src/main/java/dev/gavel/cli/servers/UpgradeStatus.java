package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.cli.servers.RunningHouse.Ranged;
import dev.gavel.cli.verbs.Ink;
import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code gavel upgrade status}: what each server can run, and whether the house can adopt it. */
@Command(name = "status", description = "Shows which program each server runs, and which versions"
        + " of the rules that program can run. Also shows the version that the house is under, what"
        + " adopting the newest would bring, and what is in the way. Exit code 4 when no server"
        + " answers.", footer = {"", "Examples:", "  gavel upgrade status",
                "  gavel upgrade status --server 10.0.0.9:20000 --json"})
final class UpgradeStatus implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHouse house = new RunningHouse();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws ConfigFaultsException, InterruptedException {
        var cluster = house.cluster();
        var ranges = RunningHouse.ranges(cluster);
        var version = RunningHouse.version(cluster);
        var newest = newest(ranges);
        var outlook = RunningHouse.outlook(ranges, newest);
        var obstacles = newest <= version ? Map.<Integer, String>of()
                : outlook.map(UpgradeStatus::obstacles).orElseGet(() -> obstacles(ranges, newest));
        var brings = newest <= version ? ""
                : outlook.map(it -> it.path("brings").asText())
                        .orElseGet(() -> HouseVersion.changes(newest));
        if (json) {
            say(json(version, newest, brings, ranges, obstacles));
        } else {
            print(version, newest, brings, ranges, obstacles);
        }
        return ExitCodes.OK;
    }

    /** The latest that any server can run; of this program where none tells. */
    static int newest(List<Ranged> ranges) {
        return ranges.stream()
                .mapToInt(Ranged::to)
                .filter(to -> to > 0)
                .max()
                .orElse(HouseVersion.NEWEST);
    }

    private static Map<Integer, String> obstacles(JsonNode outlook) {
        var found = new TreeMap<Integer, String>();
        outlook.path("inTheWay")
                .forEach(one -> found.put(one.path("server").asInt(), one.path("why").asText()));
        return found;
    }

    /** Where no server is there that could tell. */
    private static Map<Integer, String> obstacles(List<Ranged> ranges, int newest) {
        var found = new TreeMap<Integer, String>();
        ranges.stream().filter(one -> !one.up() || !one.knows(newest)).forEach(one -> {
            var why = one.up()
                    ? new CanRun(one.from(), one.to()).lacking(one.program(), newest)
                    : "does not answer, so nobody knows what it can run";
            found.put(one.id(), "server " + one.id() + " " + why);
        });
        return found;
    }

    private void print(int version, int newest, String brings, List<Ranged> ranges,
            Map<Integer, String> obstacles) {
        new Output(spec.commandLine().getOut(), spec.commandLine().getErr(),
                Look.ofThisProcess()).table(List.of("SERVER", "PROGRAM", "CAN RUN"),
                        ranges.stream().map(UpgradeStatus::cells).toList(), List.of(),
                        cells -> obstacles.containsKey(Integer.parseInt(cells.getFirst()))
                                ? Ink.NOTICE
                                : Ink.PLAIN);
        say("the house stands under version " + version + " of its rules");
        if (newest <= version) {
            say("there is nothing to adopt: no server can run a later version");
            return;
        }
        say("adopting version " + newest + " would bring: " + brings);
        if (obstacles.isEmpty()) {
            say("nothing is in the way: gavel upgrade adopt" + house.typed()
                    + ". Afterwards there is no way back");
        } else {
            say("in the way:");
            obstacles.values().forEach(why -> say("  " + why));
        }
    }

    private static List<String> cells(Ranged one) {
        return List.of("" + one.id(), one.program().isEmpty() ? "-" : one.program(),
                one.to() == 0 ? one.up() ? "does not tell" : "does not answer"
                        : one.from() + " to " + one.to() + (one.up() ? "" : " (does not answer)"));
    }

    private static String json(int version, int newest, String brings, List<Ranged> ranges,
            Map<Integer, String> obstacles) {
        var all = Http.JSON.createObjectNode()
                .put("houseVersion", version)
                .put("newest", newest)
                .put("brings", brings)
                .put("canAdopt", newest > version && obstacles.isEmpty());
        var servers = all.putArray("servers");
        for (var one : ranges) {
            var row = servers.addObject()
                    .put("id", one.id())
                    .put("up", one.up())
                    .put("program", one.program());
            Optional.of(one)
                    .filter(it -> it.to() > 0)
                    .ifPresent(it -> row.putObject("canRun")
                            .put("from", it.from())
                            .put("to", it.to()));
        }
        var inTheWay = all.putArray("inTheWay");
        obstacles.forEach(
                (server, why) -> inTheWay.addObject().put("server", server).put("why", why));
        return all.toString();
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
