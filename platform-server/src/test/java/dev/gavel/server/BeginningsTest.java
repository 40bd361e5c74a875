package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gavel.server.config.DiscoverySettings;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Where a server that is to join a house says that it is to be found. */
class BeginningsTest {

    private static final int NEWCOMER = 7;

    @TempDir
    private Path folder;

    @Test
    void refusesToBeReachedFromElsewhereWhereAllOthersAreHere() throws IOException {
        var here = ownAddress();
        var settings = TestHouse.config(1, Limits.defaults(), folder);

        var refusal = catchThrowableOfType(VerbFailedException.class,
                () -> joining(settings, here + ":1"));

        assertThat(refusal.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(refusal.getMessage()).isEqualTo("the others would have to reach this server at "
                + here
                + ", but all servers of test.conf are at loopback addresses; start it with the"
                + " configuration of the house, or with --host 127.0.0.1: mode open believes"
                + " whatever name a caller gives; see let-anyone-on-the-network-act-under-any-name"
                + " in the configuration");
    }

    @Test
    void isFoundWhereItReachesTheHouseFrom() throws IOException {
        var here = ownAddress();
        var elsewhere = TestHouse.config(1, Limits.defaults(), folder)
                .withServers(List.of(new ServerAddress(0, "192.0.2.1", 1, 2, 3)));

        assertThat(joining(elsewhere, here + ":1").me())
                .isEqualTo(new ServerAddress(NEWCOMER, here, 8087, 20_070, 30_070));
    }

    /** One whose servers are at another loopback address than the usual, as nothing else would tell. */
    @Test
    void isFoundWhereItReachesAHouseFromThatItDiscovered() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "127.0.0.0/8 differs elsewhere");
        var port = ThreadLocalRandom.current().nextInt(21_000, 29_000);
        var plain = TestHouse.config(1, Limits.defaults(), folder);
        var first = plain.servers().getFirst();
        var config = plain
                .withServers(List.of(new ServerAddress(0, "127.0.0.5", first.httpPort(),
                        first.clientPort(), first.raftPort())))
                .withDiscovery(new DiscoverySettings(true, DiscoverySettings.off().group(), port));
        try (var house = PlatformServer.start(config, 0, ReplicaStarter.inMemory())) {
            var options = new JoinOptions();
            options.discover = true;
            var beginning = new Beginnings(config, options).of(Optional.of(NEWCOMER));

            assertThat(beginning.seeds()).containsExactly(house.address().client());
            assertThat(beginning.me().host()).isEqualTo("127.0.0.5");
        }
    }

    @Test
    void namesTheConfigurationWhereItSaysHowAServerJoins() throws IOException {
        var settings = TestHouse.config(1, Limits.defaults(), folder).typedAs(" --config my.conf");
        assertThatThrownBy(() -> new Beginnings(settings, new JoinOptions())
                .of(Optional.of(NEWCOMER)))
                .hasMessageContaining("gavel server " + NEWCOMER
                        + " --config my.conf --join HOST:PORT");
    }

    private static Beginning joining(ServerConfig settings, String seed) {
        var options = new JoinOptions();
        options.seeds.add(seed);
        return new Beginnings(settings, options).of(Optional.of(NEWCOMER));
    }

    /** An address of this machine that is not its loopback address. */
    private static String ownAddress() throws IOException {
        var found = Collections.list(NetworkInterface.getNetworkInterfaces())
                .stream()
                .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(found.isPresent(), "this machine is on no network");
        return found.orElseThrow().getHostAddress();
    }
}
