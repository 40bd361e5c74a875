package dev.gavel.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gavel.raft.ReplicaConfig.Tuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ServerConfigTest {

    private static final String TWO_SERVERS = """
            servers = [
              { id = 0, host = 127.0.0.1, http-port = 8080, client-port = 20000, raft-port = 30000 }
              { id = 1, host = 127.0.0.1, http-port = 8081, client-port = 20010, raft-port = 30010 }
            ]
            """;

    @TempDir
    private Path folder;

    @Test
    void readsTheFileThatIsShipped() throws Exception {
        var config = ServerConfig.load(Path.of("../conf/gavel.conf"), Map.of());

        assertThat(config.servers()).hasSize(5);
        assertThat(config.server(3))
                .hasValue(new ServerAddress(3, "127.0.0.1", 8083, 20030, 30030));
        assertThat(config.tuning()).isEqualTo(Tuning.defaults());
        assertThat(config.bounds().limits()).isEqualTo(Limits.defaults());
        assertThat(config.bounds().connections()).isEqualTo(ConnectionLimits.defaults());
        assertThat(config.discovery()).isEqualTo(DiscoverySettings.off());
        assertThat(config.bounds().logging()).isEqualTo(LogSettings.defaults());
        assertThat(config.replica(3).me().raftAddress()).isEqualTo("127.0.0.1:30030");
        assertThat(config.recordsOf(3)).endsWithRaw(Path.of("RAFT_records/server-3"));
    }

    @Test
    void fillsInWhatTheFileLeavesOut() throws Exception {
        var config = load(TWO_SERVERS);

        assertThat(config.cluster()).isEqualTo("gavel");
        assertThat(config.tuning()).isEqualTo(Tuning.defaults());
        assertThat(config.bounds().connections()).isEqualTo(ConnectionLimits.defaults());
        assertThat(config.server(2)).isEmpty();
    }

    @Test
    void readsWhatAConnectionMayTake() throws Exception {
        var config = load(TWO_SERVERS + """
                connections {
                  max-per-address = 11
                  http-idle-ms = 61001
                  http-head-within-ms = 1201
                  http-body-within-ms = 1301
                  http-body-bytes-per-second = 14
                  grpc-idle-ms = 1501
                  grpc-ping-every-ms = 1601
                  grpc-permit-ping-ms = 1701
                  grpc-resets-per-10s = 18
                  grpc-control-frames-per-10s = 19
                }
                """);

        assertThat(config.bounds().connections()).isEqualTo(new ConnectionLimits(11,
                Duration.ofMillis(61_001), Duration.ofMillis(1_201), Duration.ofMillis(1_301), 14,
                Duration.ofMillis(1_501), Duration.ofMillis(1_601), Duration.ofMillis(1_701), 18,
                19));
    }

    /** A balancer that keeps a connection longer than the server sends requests into a closed one. */
    @Test
    void namesTheCommandsThatPutRecordsRight() throws Exception {
        var remedies = load(TWO_SERVERS).replica(1).remedies();

        assertThat(remedies.fetchAll(1)).isEqualTo("type ./gavel records repair 1");
        assertThat(remedies.compare()).isEqualTo("type ./gavel verify");
        assertThat(remedies.skip(4711, 1)).contains("./gavel records skip 4711 --server 1");
    }

    @Test
    void namesTheConfigurationInTheCommandsThatPutRecordsRight() throws Exception {
        var config = load(TWO_SERVERS).typedAs(" --config my.conf --records /mnt/r");
        for (var remedies : List.of(
                config.withRecordsFolder(Path.of("/mnt/r")).replica(1).remedies(),
                config.newcomer(config.servers().getFirst()).remedies())) {
            assertThat(remedies.fetchAll(1)).isEqualTo(
                    "type ./gavel records repair 1 --config my.conf --records /mnt/r");
            assertThat(remedies.compare())
                    .isEqualTo("type ./gavel verify --config my.conf --records /mnt/r");
            assertThat(remedies.skip(4711, 1))
                    .contains("--server 1 --config my.conf --records /mnt/r (and");
        }
    }

    @Test
    void keepsHttpConnectionsLongerThanLoadBalancersDo() {
        assertThat(ConnectionLimits.defaults().httpIdle()).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void letsTheEnvironmentReplaceAnyKey() throws Exception {
        var config = ServerConfig.load(write(TWO_SERVERS),
                Map.of("GAVEL_SERVERS_1_HTTP_PORT", "9090", "GAVEL_REPLICATION_DIGEST_EVERY_MS",
                        "70", "GAVEL_CLUSTER", "north", "GAVEL_UNRELATED", "x"));

        assertThat(config.server(1)).get().extracting(ServerAddress::httpPort).isEqualTo(9090);
        assertThat(config.tuning().digestEvery()).isEqualTo(Duration.ofMillis(70));
        assertThat(config.cluster()).isEqualTo("north");
    }

    @Test
    void tellsTheRecordsOfAHouseWithClosedRegistrationApart() throws Exception {
        var closed = load("registration = closed\n" + TWO_SERVERS);

        assertThat(closed.access().registration()).isEqualTo(Registration.CLOSED);
        assertThat(closed.replica(0).cluster()).isEqualTo("gavel, registration closed");
        assertThat(load(TWO_SERVERS).replica(0).cluster()).isEqualTo("gavel");
        assertThat(faultsOf("registration = shut\n" + TWO_SERVERS))
                .containsExactly(":1: registration: must be open or closed, was \"shut\"");
    }

    @Test
    void readsNamesOfHostsFromTheFileOrTheEnvironment() throws Exception {
        var named = "also-known-as = [Auctions.Example, www.auctions.example]\n" + TWO_SERVERS;
        assertThat(load(named).access().alsoKnownAs()).containsExactly("auctions.example",
                "www.auctions.example");
        assertThat(load(TWO_SERVERS).access().alsoKnownAs()).isEmpty();
        assertThat(ServerConfig.load(write(named),
                Map.of("GAVEL_ALSO_KNOWN_AS", "a.example, b.example")).access().alsoKnownAs())
                .containsExactly("a.example", "b.example");
        assertThat(faultsOf("also-known-as = [\"http://x\"]\n" + TWO_SERVERS)).containsExactly(
                ":1: also-known-as: must be names of hosts, such as auctions.example.com,"
                        + " was \"http://x\"");
        assertThat(faultsOf("also-known-as = auctions.example\n" + TWO_SERVERS)).containsExactly(
                ":1: also-known-as: must be a list [ … ] of names of hosts, such as"
                        + " auctions.example.com");
    }

    @Test
    void listsEveryFaultAtOnceWithItsLine() {
        var faults = faultsOf(
                """
                        cluster = "Not A Name"
                        moed = open
                        servers = [
                          { id = 0, host = 127.0.0.1, http-port = eighty, client-port = 20000, raft-port = 3 }
                          { id = 0, host = 8.8.8.8, http-port = 70000, client-port = 20000 }
                        ]
                        replication { snapshot-every-entires = 5, keep-entries = -1 }
                        limits = 3
                        """);

        assertThat(faults).containsExactlyInAnyOrder(
                ":1: cluster: must be 1 to 63 small letters, digits and hyphens, was \"Not A Name\"",
                ":2: moed: unknown key, did you mean mode?",
                ":4: servers.0.http-port: must be a whole number from 1 to 65535, was eighty",
                ":5: servers[1].id: server 0 is already used at FILE:4",
                ":5: servers.0.host: must be this machine's loopback address such as 127.0.0.1, was"
                        + " 8.8.8.8. In mode open, whoever reaches a server can act under any name;"
                        + " to allow that all the same, set"
                        + " let-anyone-on-the-network-act-under-any-name = true",
                ":5: servers.0.http-port: must be a whole number from 1 to 65535, was 70000",
                ":5: servers.0.raft-port: is missing: a whole number from 1 to 65535",
                ":7: replication.snapshot-every-entires: unknown key, did you mean"
                        + " snapshot-every-entries?",
                ":7: replication.keep-entries: must be a whole number from 0 to 1000000000, was -1",
                ":8: limits: must be an object { … }");
    }

    @Test
    void namesBothPlacesWhereAPortIsUsedTwice() {
        assertThat(faultsOf(TWO_SERVERS.replace("20010", "8080"))).containsExactly(
                ":3: servers.1.client-port: port 8080 of 127.0.0.1 is already used at FILE:2");
    }

    @Test
    void refusesElectionTimesThatLeaveNothingToDraw() {
        assertThat(faultsOf(TWO_SERVERS + "replication.election-timeout-max-ms = 500"))
                .containsExactly(
                        ":5: replication.election-timeout-max-ms: must be more than"
                                + " election-timeout-min-ms (500), was 500");
    }

    @Test
    void allowsAnyHostOnlyWithTheLoudSetting() throws Exception {
        var elsewhere = TWO_SERVERS.replace("127.0.0.1", "10.0.0.1");

        assertThat(faultsOf(elsewhere)).hasSize(2);
        assertThat(
                load(elsewhere + "let-anyone-on-the-network-act-under-any-name = true").servers())
                .hasSize(2);
    }

    @Test
    void findsMisspeltEnvironmentVariables() {
        var fault = catchThrowableOfType(ConfigFaultsException.class, () -> ServerConfig
                .load(write(TWO_SERVERS), Map.of("GAVEL_LIMITS_MAX_WATCHER", "5")));

        assertThat(fault.getMessage()).isEqualTo("environment variable GAVEL_LIMITS_MAX_WATCHER: "
                + "stands for no key, did you mean GAVEL_LIMITS_MAX_WATCHERS?");
    }

    @Test
    void saysTheLineWhereTheFileIsNoHocon() {
        assertThat(faultsOf("cluster = gavel\nservers = [ {\n")).singleElement()
                .asString()
                .startsWith(":3: ")
                .doesNotContain("gavel.conf");
        assertThat(faultsOf("cluster = ${nothing}")).singleElement().asString().startsWith(":1: ");
    }

    @Test
    void saysThatThereIsNoFile() {
        var fault = catchThrowableOfType(ConfigFaultsException.class,
                () -> ServerConfig.load(folder.resolve("absent.conf")));

        assertThat(fault.getMessage()).endsWith(
                "absent.conf: it cannot be read: there is no such file");
    }

    @Test
    void refusesAHouseWithoutServers() {
        assertThat(faultsOf("servers = []"))
                .containsExactly(":1: servers: must list 1 to 15 servers, has 0");
        assertThat(faultsOf("mode = open"))
                .containsExactly(":1: servers: is missing: a list [ { … }, … ]");
    }

    private ServerConfig load(String text) throws ConfigFaultsException {
        return ServerConfig.load(write(text), Map.of());
    }

    /** The faults without the file's name in front, and FILE where it is named again. */
    private List<String> faultsOf(String text) {
        var file = write(text);
        var thrown = catchThrowableOfType(ConfigFaultsException.class,
                () -> ServerConfig.load(file, Map.of()));
        return thrown.faults()
                .stream()
                .map(ConfigFault::toString)
                .map(line -> line.startsWith(file.toString())
                        ? line.substring(file.toString().length())
                        : line)
                .map(line -> line.replace(file.toString(), "FILE"))
                .toList();
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("gavel.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
