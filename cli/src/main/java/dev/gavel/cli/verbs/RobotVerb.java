package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** {@code gavel robot}: bidders that bid by themselves. */
@Command(name = "robot", description = "Let robots bid: each looks at random times, bids a little more "
        + "than the next bid must be, and says at the end whether it won. Fail-overs do not stop "
        + "it.", footer = {"", "Examples:", "  gavel robot --auction 1 --limit 200.00 --as ann",
                "  gavel robot --auction 1 --limit 500 --count 5 --pause 500ms --until-closed"})
final class RobotVerb extends Verb {
    private static final int MAX_ROBOTS = 100;

    @Option(names = "--auction", required = true, paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
    private String auction = "";

    @Option(names = "--limit", paramLabel = "AMOUNT", description = "No robot bids more, or in a reverse auction offers less, such as 200.00; without it there is no limit.")
    private Optional<String> limit = Optional.empty();

    @Option(names = "--pause", paramLabel = "TIME", defaultValue = "1s", description = "Pause between looks, on average; default: ${DEFAULT-VALUE}.")
    private Duration pause = Duration.ofSeconds(1);

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many robots, named after USER; default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the pauses and amounts repeatable, such as 7.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--until-closed", description = "Wait for the end even where the limit is passed.")
    private boolean untilClosed;

    RobotVerb(House house) {
        super(house.unhurried());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (count < 1 || count > MAX_ROBOTS) {
            throw new UsageException("--count must be 1 to " + MAX_ROBOTS);
        }
        Currency currency = house().currencyOf(auction);
        var most = limit.isPresent()
                ? OptionalLong.of(Amounts.positive("--limit", limit.get(), currency))
                : OptionalLong.empty();
        var seeds = seed.map(Random::new).orElseGet(Random::new);
        var robots = new ArrayList<Callable<Integer>>();
        for (var number = 1; number <= count; number++) {
            var name = count == 1 ? house().user() : house().user() + "-" + number;
            robots.add(new Robot(house(), name, auction, currency, most, pause,
                    new Random(seeds.nextLong()), untilClosed));
        }
        try (var threads = Executors.newCachedThreadPool()) {
            var worst = ExitCodes.OK;
            for (var ended : threads.invokeAll(robots)) {
                worst = Math.max(worst, ended.get());
            }
            return worst;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("a robot broke down", e.getCause());
        }
    }
}
