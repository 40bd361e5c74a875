package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.LogExtent;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.UnconfirmedReadException;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A server on real ports over a replica whose state the test makes up: for each reason that it may have, all
 * entrances say the same of it. {@link FastClockTest} does so for its clock, and {@code ReadinessIT} for
 * servers that hear no majority and for disks.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class NotReadyTest {

    private static volatile String why = "";
    private static volatile Role role = Role.LEADER;
    private static volatile long ahead;
    private static volatile QueueLengths queues = new QueueLengths(0, 0);
    private static volatile boolean isConfirmed = true;
    private static volatile boolean isAnswered = true;
    private static PlatformServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        var config = TestHouse.config(1, Limits.defaults(), Path.of("unused"));
        server = PlatformServer.start(config, 0, (replica, machine, clock, clocks) -> told(
                Raft.replica(replica).machine(machine).clock(clock).startInMemory()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void nothingIsAgainstIt() {
        why = "";
        role = Role.LEADER;
        ahead = 0;
        queues = new QueueLengths(0, 0);
        isConfirmed = true;
        isAnswered = true;
        awaitAgreed(Entrances.READY);
    }

    @SuppressWarnings("unchecked")
    private static Replicator<HouseState, Event> told(Replicator<HouseState, Event> replica) {
        return (Replicator<HouseState, Event>) Proxy.newProxyInstance(
                Replicator.class.getClassLoader(), new Class<?>[]{Replicator.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "status" -> told(replica.status());
                    case "queues" -> queues;
                    case "read" -> !isAnswered ? new CompletableFuture<>()
                            : isConfirmed ? invoke(replica, method, values)
                                    : CompletableFuture.failedFuture(
                                            new UnconfirmedReadException("nobody confirms it"));
                    default -> invoke(replica, method, values);
                });
    }

    private static Object invoke(Object replica, Method method, Object[] values)
            throws Throwable {
        try {
            return method.invoke(replica, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static ReplicaStatus told(ReplicaStatus real) {
        var log = new LogExtent(real.commitIndex() + ahead, real.appliedIndex(),
                real.logStartIndex(), real.logEndIndex() + ahead, real.snapshotIndex());
        return new ReplicaStatus(real.self(), role, real.term(), Optional.of(0), log,
                real.digestIndex(), real.digest(), why.isEmpty() && real.ready(),
                why.isEmpty() ? real.notReadyBecause() : why);
    }

    private static void awaitAgreed(String expected) {
        await().untilAsserted(() -> new Entrances(server.address()).assertAgreed(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "this server's disk is nearly full: 3 MB are free where the records are",
            "this server's disk is slow: a sync of the log takes 250 ms on average",
            "this server's disk does not take entries of the log",
            "this server differs from a majority of the servers (0, 1, 2) at log index 812",
            "no majority of the servers has confirmed an entry for 2.0 s after index 10",
            "its log lost its end and is brought up to date by the others", "it is no member yet"})
    void whatReplicationObjectsIsSaidByAllEntrances(String objection) {
        why = objection;
        awaitAgreed(objection.replaceAll("[()]", "."));
    }

    @Test
    void aLeaderThatCommitsNothingIsReadyAtNoEntrance() {
        queues = new QueueLengths(3, 1);
        awaitAgreed("it leads, and nothing was committed for 2 s");
    }

    /** Last, since what is known to be committed never becomes less. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aFollowerThatIsFarBehindIsReadyAtNoEntrance() {
        role = Role.FOLLOWER;
        ahead = 1_000;
        awaitAgreed("it is behind: it has applied the log up to index");
    }

    @Test
    void aServerWhoseReadsNobodyConfirmsIsReadyAtNoEntrance() {
        isConfirmed = false;
        awaitAgreed("no majority has confirmed for 2.5 s that it leads");
        assertThat(server.notReadyBecause()).contains("no majority");
    }

    /** Two and a half times the longest silence of a leader, but no longer than a call may take. */
    @ParameterizedTest
    @CsvSource({"200, 5000, 500", "800, 300, 300"})
    void aReadThatNobodyConfirmsIsGivenUpWhenTheConfigurationSays(long silence, long call,
            long within) throws Exception {
        try (var house = TestHouse.of(PlatformServer.start(configured(silence, call), 0,
                (replica, machine, clock, clocks) -> told(
                        Raft.replica(replica).machine(machine).clock(clock).startInMemory())))) {
            isAnswered = false;
            var began = System.nanoTime();
            var answer = house.get("/v1/auctions");
            var took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(TestHouse.json(answer).path("message").asText())
                    .startsWith("No leader confirmed the read within " + within
                            + " ms;");
            assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(within));
        }
    }

    private ServerConfig configured(long silence, long call) throws Exception {
        var here = TestHouse.config(1, Limits.defaults(), folder).servers().getFirst();
        return ServerConfig.load(Files.writeString(folder.resolve("gavel.conf"), """
                servers = [
                  { id = 0, host = 127.0.0.1, http-port = %d, client-port = %d, raft-port = %d }
                ]
                replication {
                  election-timeout-min-ms = 100
                  election-timeout-max-ms = %d
                  request-timeout-ms = %d
                }
                """.formatted(here.httpPort(), here.clientPort(), here.raftPort(), silence, call)),
                Map.of()).withRecordsFolder(folder);
    }
}
