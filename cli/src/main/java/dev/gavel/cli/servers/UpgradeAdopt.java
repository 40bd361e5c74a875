package dev.gavel.cli.servers;

import dev.gavel.cli.servers.RunningHouse.Ranged;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** {@code gavel upgrade adopt}: the house goes over to a later version of its rules, for good. */
@Command(name = "adopt", description = "Puts the house under the newest version of its rules that"
        + " its servers can run, or under VERSION. Refused, with the reason, unless all members,"
        + " and all servers that wait to become members, can run that version. Open auctions keep"
        + " the rules they were opened under. Afterwards the old program cannot be put back.", footer = {
                "", "Example: gavel upgrade adopt"})
final class UpgradeAdopt implements Callable<Integer> {

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunningHouse house = new RunningHouse();

    @Option(names = "--as", paramLabel = "USER", description = "Who asks; default: $$GAVEL_USER,"
            + " else your system's user name.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    @Parameters(paramLabel = "VERSION", arity = "0..1", description = "Default: the newest.")
    private Optional<Integer> wanted = Optional.empty();

    @Override
    public Integer call() throws ConfigFaultsException, InterruptedException {
        var cluster = house.cluster();
        var ranges = RunningHouse.ranges(cluster);
        var version = wanted.orElseGet(() -> UpgradeStatus.newest(ranges));
        var able = ranges.stream().filter(one -> one.up() && one.to() > 0).toList();
        if (able.isEmpty()) {
            throw new VerbFailedException(ExitCodes.REFUSED, "no server runs a program that knows"
                    + " versions of the rules: put the new program on all of them first"
                    + " (gavel upgrade roll" + house.typedConfig() + ")");
        }
        var outcome = adopt(able, version);
        if (json) {
            say(outcome.json().toString());
        } else if (outcome.succeeded()) {
            say(outcome.message());
        } else {
            spec.commandLine().getErr().println("gavel: " + outcome.message());
            spec.commandLine().getErr().flush();
        }
        return ExitCodes.of(outcome);
    }

    /** Asks one server after another, under one key: it is done once at most. */
    private Outcome adopt(List<Ranged> able, int version) {
        var headers = new HashMap<>(Map.of("Gavel-User", user.orElseGet(UpgradeAdopt::knownUser),
                "Idempotency-Key", UUID.randomUUID().toString()));
        Optional.ofNullable(System.getenv("GAVEL_TOKEN"))
                .filter(token -> token.matches("[!-~]{1,4096}"))
                .ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        var command = Http.JSON.createObjectNode().put("op", "adopt").put("version", version);
        var last = Outcome.exception(Outcome.UNKNOWN, "");
        Crash.beforeChange();
        for (var one : able) {
            try {
                var answer = Http.ask(one.address(), "/v1/commands", headers,
                        Optional.of(command), ANSWER_PATIENCE);
                last = Outcome.of(JsonObject.parse(
                        answer.body().toString().getBytes(StandardCharsets.UTF_8)));
                if (last.status() != Outcome.Status.EXCEPTION) {
                    return last;
                }
            } catch (IOException | IllegalArgumentException e) {
                last = Outcome.exception(Outcome.UNKNOWN, "server " + one.id() + " at "
                        + one.address() + " gave no answer; gavel upgrade status" + house.typed()
                        + " tells whether the house adopted version "
                        + version);
            }
        }
        return last;
    }

    private static String knownUser() {
        var named = System.getenv().getOrDefault("GAVEL_USER", "");
        return named.isBlank() ? System.getProperty("user.name", "") : named;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
