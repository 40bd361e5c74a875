package dev.gavel.server.cluster;

import dev.gavel.raft.ReplicaStatus;
import dev.gavel.server.config.ServerAddress;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells how this server stands: its replica's status and its process's figures. */
public final class OwnStanding implements Supplier<Standing> {

    private static final int PAGE_BYTES = 4096;
    private static final Path MEMORY = Path.of("/proc/self/statm");

    private final ServerAddress me;
    private final Supplier<ReplicaStatus> replica;
    private final Supplier<Readiness> readiness;
    private final Supplier<Disk> disk;
    private final String version;
    private final Clock clock;
    private final long pid = ProcessHandle.current().pid();

    /**
     * The standing of one server.
     *
     * @param me its addresses
     * @param replica how its replica stands
     * @param readiness whether it may take traffic
     * @param disk the disk of its records
     * @param version of this program
     * @param clock its clock
     */
    public OwnStanding(ServerAddress me, Supplier<ReplicaStatus> replica,
            Supplier<Readiness> readiness, Supplier<Disk> disk, String version,
            Clock clock) {
        this.me = me;
        this.replica = replica;
        this.readiness = readiness;
        this.disk = disk;
        this.version = version;
        this.clock = clock;
    }

    @Override
    public Standing get() {
        var status = replica.get();
        return new Standing(me.id(), me.client(), me.http(), true, office(status), log(status),
                vitals(), disk.get(), CanRun.OWN, readiness.get());
    }

    private static Office office(ReplicaStatus status) {
        var role = status.role() == ReplicaStatus.Role.NONE ? ""
                : status.role().name().toLowerCase(Locale.ROOT);
        return new Office(role, status.term(), status.leader().orElse(Reign.NONE));
    }

    private static LogMarks log(ReplicaStatus status) {
        return new LogMarks(status.commitIndex(), status.appliedIndex(), status.logStartIndex(),
                status.logEndIndex(), status.snapshotIndex(),
                HexFormat.of().formatHex(status.digest().toArray()), status.digestIndex());
    }

    private Vitals vitals() {
        var runtime = Runtime.getRuntime();
        return new Vitals(version, pid, clock.millis(),
                ManagementFactory.getRuntimeMXBean().getUptime(), residentBytes(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    private static long residentBytes() {
        try {
            var fields = Files.readString(MEMORY, StandardCharsets.US_ASCII).split(" ", 3);
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException | RuntimeException otherSystem) {
            return 0;
        }
    }
}
