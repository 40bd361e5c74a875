package dev.gavel.cli.verbs;

import dev.gavel.client.FileTrouble;
import dev.gavel.sellerrun.page.LocalPage;
import dev.gavel.sellerrun.page.PageAgent;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code gavel client --web}: the page, served by a program of the bidder's own until Ctrl-C. */
public final class WebOptions {
    private static final String USUAL = "127.0.0.1:8090";
    private static final String ANYWHERE = "--let-anyone-on-the-network-act-under-any-name";

    @Option(names = "--web", description = "Serve the house's web page to your own browser, instead"
            + " of a shell. This page also takes part in auctions that their seller's program runs."
            + " Ctrl-C ends it.")
    private boolean web;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "With --web: address at"
            + " which your browser finds the page, on this machine; default: "
            + USUAL + ".")
    private Optional<String> listen = Optional.empty();

    @Option(names = "--seats", paramLabel = "HOST:PORT", description = "With --web: address at"
            + " which sellers' programs reach this one, such as 192.168.1.9:40000; default: any"
            + " free port.")
    private Optional<String> seats = Optional.empty();

    @Option(names = ANYWHERE, description = "With --web: lets --listen name an address that others reach too.")
    private boolean anywhere;

    /** Whether the page is wanted; mistakes in what belongs to it are told. */
    public boolean wanted() {
        if (!web && (listen.isPresent() || seats.isPresent() || anywhere)) {
            throw new UsageException("--listen, --seats and " + ANYWHERE + " need --web");
        }
        return web;
    }

    /** Serves the page until somebody ends it. */
    public int serve(House house) {
        var at = address("--listen", listen.orElse(USUAL));
        if (at.isUnresolved()) {
            throw new UsageException("--listen: there is no host " + at.getHostString());
        }
        if (!at.getAddress().isLoopbackAddress() && !anywhere) {
            throw new UsageException("--listen: " + at.getHostString()
                    + " is not this machine's loopback address, such as 127.0.0.1. Whoever reaches"
                    + " the page there could bid under any name. To allow that all the same, add "
                    + ANYWHERE);
        }
        var reachedAt = seats.map(text -> address("--seats", text));
        var user = house.namesUser() ? Optional.of(house.user()) : Optional.<String>empty();
        try (var agent = PageAgent.open(house.client(), house.servers().getFirst(), user, at,
                reachedAt)) {
            house.output().line("open " + agent.address() + " in your browser; Ctrl-C ends it");
            if (!agent.reachesTheHouse()) {
                house.output()
                        .note("no server of the house answers yet; it is asked again and again");
            }
            untilEnded(agent);
        } catch (IOException e) {
            throw new UsageException(FileTrouble.sentence(e));
        }
        return ExitCodes.OK;
    }

    /** In a shell Ctrl-C interrupts; else it ends the process. */
    private static void untilEnded(LocalPage agent) {
        var hook = new Thread(agent::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private static InetSocketAddress address(String option, String given) {
        return SaleWords.address(option, given);
    }
}
