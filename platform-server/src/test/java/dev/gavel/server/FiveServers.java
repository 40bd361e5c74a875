package dev.gavel.server;

import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Partition;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A house of five servers in this process, over real sockets and disks. */
public final class FiveServers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerConfig config;
    private final Map<Integer, TestHouse> houses = new TreeMap<>();
    private final Map<Integer, MovableClock> clocks = new TreeMap<>();

    /** Starts them, with their records in a folder. */
    public FiveServers(Path records) {
        config = TestHouse.config(5, Limits.defaults(), records);
        startAll();
    }

    /** Starts all, from their records where they have any, and waits until they are ready. */
    public void startAll() {
        try {
            for (var server : config.servers()) {
                start(config, server.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE)
                .until(() -> houses.values()
                        .stream()
                        .allMatch(house -> house.server().notReadyBecause().isEmpty()));
    }

    /** Starts one that was stopped, from its records, without waiting for it. */
    public void start(int id) {
        try {
            start(config, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(ServerConfig config, int id) throws IOException {
        houses.put(id,
                TestHouse.of(PlatformServer.start(config, id,
                        ReplicaStarter.onTheNetwork(new Partition()), clock(id))));
    }

    /** The clock of one server; it can be moved. */
    public MovableClock clock(int id) {
        return clocks.computeIfAbsent(id, any -> new MovableClock());
    }

    /** The server with this id. */
    public TestHouse at(int id) {
        var house = houses.get(id);
        if (house == null) {
            throw new IllegalArgumentException("server " + id + " was stopped");
        }
        return house;
    }

    /** The one that leads. */
    public TestHouse leader() {
        return await().atMost(PATIENCE)
                .until(
                        () -> houses.values()
                                .stream()
                                .filter(house -> house.server()
                                        .status()
                                        .role() == ReplicaStatus.Role.LEADER)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** One that does not lead; there is one for each {@code n} from 0 to 3. */
    public TestHouse follower(int n) {
        var leader = idOf(leader());
        return houses.values()
                .stream()
                .filter(house -> idOf(house) != leader)
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    /** All that run. */
    public Iterable<TestHouse> all() {
        return houses.values();
    }

    /** Stops one as SIGTERM would. */
    public void stop(TestHouse house) {
        houses.remove(idOf(house));
        house.close();
    }

    /** Stops all. */
    public void stopAll() {
        houses.values().parallelStream().forEach(TestHouse::close);
        houses.clear();
    }

    /** The number of its server. */
    public static int idOf(TestHouse house) {
        return house.server().address().id();
    }

    @Override
    public void close() {
        stopAll();
    }
}
