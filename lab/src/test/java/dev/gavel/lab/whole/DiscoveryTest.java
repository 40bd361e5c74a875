package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.client.Discovery;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.ReplicaStarter;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.DiscoverySettings;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Who knows no server finds one on this network. */
@Tag("slow")
class DiscoveryTest {

    private static final int PORT = ThreadLocalRandom.current().nextInt(21_000, 29_000);
    private static final Discovery DISCOVERY = new Discovery(Discovery.USUAL_GROUP, PORT);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static TestHouse house;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void open() throws IOException {
        var config = TestHouse.config(1, Limits.defaults(), Path.of("unused"))
                .withDiscovery(new DiscoverySettings(true, Discovery.USUAL_GROUP, PORT));
        house = TestHouse.of(PlatformServer.start(config, 0, ReplicaStarter.inMemory()));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private int gavel(Map<String, String> environment, String... args) {
        return CommandTree.run(args, new PrintWriter(out, true), new PrintWriter(err, true), false,
                environment);
    }

    @Test
    void aClientWithoutConfigurationFindsTheHouse() {
        var network = Map.of("GAVEL_DISCOVER", "test", "GAVEL_DISCOVERY_PORT", "" + PORT);
        assertThat(gavel(network, "list", "--as", "ann")).as(err.toString()).isZero();
        var other = Map.of("GAVEL_DISCOVER", "elsewhere", "GAVEL_DISCOVERY_PORT", "" + PORT);
        assertThat(gavel(other, "list", "--as", "ann")).isEqualTo(4);
        assertThat(err.toString()).contains("no server of the house \"elsewhere\" answers");
    }

    @Test
    void answersWhoAsksForThisHouseOrForAny() throws IOException {
        var me = house.server().address().client();
        assertThat(DISCOVERY.find("test", LONG)).extracting(found -> found.address().toString())
                .containsExactly(me);
        assertThat(DISCOVERY.find("", LONG)).extracting(Discovery.Found::house)
                .containsExactly("test");
        assertThat(DISCOVERY.find("another", Duration.ofMillis(600))).isEmpty();
    }

    @Test
    void saysNothingToWhatIsNoQuestionAndGoesOn() throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(300);
            var group = InetAddress.getLoopbackAddress();
            var random = new byte[512];
            ThreadLocalRandom.current().nextBytes(random);
            var magic = Arrays.copyOf("GVL1".getBytes(StandardCharsets.US_ASCII), 300);
            for (var bytes : new byte[][]{new byte[0], random, new byte[1400], magic,
                    Arrays.copyOf(magic, 4)}) {
                socket.send(new DatagramPacket(bytes, bytes.length, group, PORT));
            }
            var answer = new DatagramPacket(new byte[600], 600);
            try {
                socket.receive(answer);
                throw new AssertionError("it answered with " + answer.getLength() + " bytes");
            } catch (SocketTimeoutException expected) {
                assertThat(DISCOVERY.find("test", LONG)).hasSize(1);
            }
        }
    }
}
