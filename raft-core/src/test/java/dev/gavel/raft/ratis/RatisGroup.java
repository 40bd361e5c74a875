package dev.gavel.raft.ratis;

import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Partition;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Several replicas of the registers in this process, each with its own port and records. */
final class RatisGroup implements AutoCloseable {

    private final Supplier<ReplicatedMachine<Registers, String>> machines;
    private final Path folder;
    private final IntFunction<ReplicaConfig.Tuning> tuning;
    private final List<Peer> peers;
    private final Map<Integer, MovableClock> clocks = new ConcurrentHashMap<>();
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();
    private final Map<Integer, RatisReplicator<Registers, String>> running = new ConcurrentSkipListMap<>();

    RatisGroup(int size, Path folder, ReplicaConfig.Tuning tuning) {
        this(size, folder, id -> tuning, RegisterMachine::new);
    }

    /** With another tuning for each id. */
    RatisGroup(int size, Path folder, IntFunction<ReplicaConfig.Tuning> tuning) {
        this(size, folder, tuning, RegisterMachine::new);
    }

    /** With machines that may be others. */
    RatisGroup(int size, Path folder, IntFunction<ReplicaConfig.Tuning> tuning,
            Supplier<ReplicatedMachine<Registers, String>> machines) {
        this.machines = machines;
        this.folder = folder;
        this.tuning = tuning;
        this.peers = peers(size);
        for (var id = 0; id < size; id++) {
            start(id);
        }
    }

    /** Short elections and frequent snapshots, for tests. */
    static ReplicaConfig.Tuning tuning(long snapshotEveryEntries) {
        return tuning(snapshotEveryEntries, 0);
    }

    static ReplicaConfig.Tuning tuning(long snapshotEveryEntries, long diskReserveBytes) {
        var usual = ReplicaConfig.Tuning.defaults();
        return usual.withElections(
                new ReplicaConfig.Elections(Duration.ofMillis(300), Duration.ofMillis(600)))
                .withStorage(new ReplicaConfig.Storage(snapshotEveryEntries,
                        usual.storage().snapshotEveryBytes(), 8 << 10, 10, diskReserveBytes))
                .withDigestEvery(Duration.ofMillis(100));
    }

    /** The clock of one replica; it can be moved. */
    MovableClock clock(int id) {
        return clocks.computeIfAbsent(id, any -> new MovableClock());
    }

    /** Whom one replica does not hear. */
    Partition partition(int id) {
        return partitions.computeIfAbsent(id, any -> new Partition());
    }

    /** From now on these hear each other, and so do the rest, but neither side hears the other. */
    void part(Set<Integer> side) {
        var rest = peers.stream()
                .map(Peer::id)
                .filter(id -> !side.contains(id))
                .collect(Collectors.toSet());
        side.forEach(id -> partition(id).cutOff(rest));
        rest.forEach(id -> partition(id).cutOff(side));
    }

    private Map<Integer, Long> clocksBut(int id) {
        return running.keySet()
                .stream()
                .filter(other -> other != id)
                .collect(Collectors.toMap(Function.identity(), other -> clock(other).millis()));
    }

    private static List<Peer> peers(int size) {
        return IntStream.range(0, size)
                .mapToObj(id -> new Peer(id, "127.0.0.1:" + TestPorts.next()))
                .toList();
    }

    ReplicaConfig config(int id) {
        return new ReplicaConfig("test", id, peers, folder.resolve("server-" + id),
                tuning.apply(id));
    }

    RatisReplicator<Registers, String> start(int id) {
        return start(id, machines.get());
    }

    /** With a machine that may be another than the rest have. */
    RatisReplicator<Registers, String> start(int id,
            ReplicatedMachine<Registers, String> machine) {
        var replica = RatisReplicator.start(config(id), machine, clock(id),
                () -> clocksBut(id), partition(id));
        running.put(id, replica);
        return replica;
    }

    /** With another configuration. */
    RatisReplicator<Registers, String> start(int id, ReplicaConfig config) {
        var replica = RatisReplicator.start(config, new RegisterMachine(), clock(id),
                () -> clocksBut(id), new Partition());
        running.put(id, replica);
        return replica;
    }

    /** Starts one that is no member; where it waits to be taken in. */
    Peer startNewcomer(int id) {
        return startNewcomer(id, peers(1).get(0).raftAddress());
    }

    /** As the other, at this Raft address. */
    Peer startNewcomer(int id, String raftAddress) {
        var peer = new Peer(id, raftAddress, "client-" + id + ":1", "http-" + id + ":1");
        running.put(id, RatisReplicator.start(newcomer(peer), new RegisterMachine(), clock(id),
                () -> clocksBut(id), partition(id)));
        return peer;
    }

    ReplicaConfig newcomer(Peer peer) {
        return new ReplicaConfig("test", peer.id(), List.of(peer), true,
                folder.resolve("server-" + peer.id()), tuning.apply(peer.id()));
    }

    void stop(int id) {
        Optional.ofNullable(running.remove(id)).ifPresent(RatisReplicator::close);
    }

    RatisReplicator<Registers, String> get(int id) {
        return Optional.ofNullable(running.get(id)).orElseThrow();
    }

    /** Those that run. */
    Set<Integer> ids() {
        return running.keySet();
    }

    List<RatisReplicator<Registers, String>> all() {
        return List.copyOf(running.values());
    }

    /** The one that leads and is ready, waited for. */
    RatisReplicator<Registers, String> leader() {
        var now = found();
        if (now.isEmpty()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> found().isPresent());
        }
        return now.or(this::found).orElseThrow();
    }

    private Optional<RatisReplicator<Registers, String>> found() {
        return running.values().stream().filter(replica -> {
            var status = replica.status();
            return status.role() == Role.LEADER && status.ready();
        }).findFirst();
    }

    /** All at once, so that nobody hands leadership over. */
    @Override
    public void close() {
        CompletableFuture.allOf(running.values()
                .stream()
                .map(replica -> CompletableFuture.runAsync(replica::end,
                        task -> Thread.ofVirtual().start(task)))
                .toArray(CompletableFuture[]::new)).join();
        running.clear();
    }

    /** Everything in a folder: each file with when it was changed, and a check sum of its bytes. */
    static Map<String, String> bytes(Path records) throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(records)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var sum = new CRC32C();
                sum.update(Files.readAllBytes(file));
                all.put(records.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " " + Long.toHexString(sum.getValue()));
            }
        }
        return all;
    }
}
