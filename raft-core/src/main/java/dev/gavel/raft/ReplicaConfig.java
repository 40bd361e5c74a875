package dev.gavel.raft;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How one replica is set up. It is read at the start and never again.
 *
 * @param cluster name of the group, the same on every member and for ever; records of another are
 *        refused
 * @param self id of this replica
 * @param peers all members, this one included, the same on every member. Once the log names the
 *        members, the log counts, and this list only gives addresses for clients
 * @param joins whether this replica is no member to begin with. It then waits, without a say, until
 *        the members take it in, and only its own entry of {@code peers} counts
 * @param records folder for this replica's records, made when missing. On a disk that keeps what it
 *        has synced; one replica uses it at a time
 * @param secret file with the secret of the group, which members prove to one another that they
 *        know; made when missing. All members have the same one
 * @param tuning times and bounds
 * @param remedies what people are told to type if records cannot be used
 */
public record ReplicaConfig(String cluster, int self, List<Peer> peers, boolean joins,
        Path records, Path secret, Tuning tuning, Remedies remedies) {

    /** Name of the file beside the records that holds the secret of the group. */
    public static final String SECRET = "house-secret";

    /** Refuses a group without this replica and a group with an id twice. */
    public ReplicaConfig {
        peers = List.copyOf(peers);
        if (peers.stream().noneMatch(peer -> peer.id() == self)) {
            throw new IllegalArgumentException("server " + self + " is not among the peers");
        }
        if (peers.stream().map(Peer::id).distinct().count() != peers.size()) {
            throw new IllegalArgumentException("two peers have the same id");
        }
    }

    /** A replica with the secret of the group beside its records. */
    public ReplicaConfig(String cluster, int self, List<Peer> peers, boolean joins,
            Path records, Tuning tuning) {
        this(cluster, self, peers, joins, records, records.resolveSibling(SECRET), tuning,
                Remedies.IN_WORDS);
    }

    /** A member from the beginning. */
    public ReplicaConfig(String cluster, int self, List<Peer> peers, Path records,
            Tuning tuning) {
        this(cluster, self, peers, false, records, tuning);
    }

    /** A member from the beginning, with the usual times and bounds. */
    public ReplicaConfig(String cluster, int self, List<Peer> peers, Path records) {
        this(cluster, self, peers, records, Tuning.defaults());
    }

    /** The same with the secret of the group in {@code file}. */
    public ReplicaConfig withSecret(Path file) {
        return new ReplicaConfig(cluster, self, peers, joins, records, file, tuning, remedies);
    }

    /** The same for a program that has commands of its own to put records right. */
    public ReplicaConfig withRemedies(Remedies others) {
        return new ReplicaConfig(cluster, self, peers, joins, records, secret, tuning, others);
    }

    /** This replica among the peers. */
    public Peer me() {
        return peers.stream().filter(peer -> peer.id() == self).findFirst().orElseThrow();
    }

    /**
     * Times and bounds of one replica.
     *
     * @param elections how long a leader may be silent
     * @param packing how commands are packed into entries
     * @param storage how much is kept on the disk
     * @param digestEvery how often, while commands come in, the leader proposes its digest
     * @param requestTimeout how long an entry may be under way before its outcome is called unknown
     * @param maxClockJump how far a leader's clock may be ahead of the log's time and of most
     *        servers' clocks; beyond it, it puts nothing into the log
     */
    public record Tuning(Elections elections, Packing packing, Storage storage,
            Duration digestEvery, Duration requestTimeout, Duration maxClockJump) {

        /** Values that suit a few servers on one machine or in one network. */
        public static Tuning defaults() {
            return new Tuning(Elections.defaults(), Packing.defaults(), Storage.defaults(),
                    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(2));
        }

        /** The same with other times of elections. */
        public Tuning withElections(Elections others) {
            return new Tuning(others, packing, storage, digestEvery, requestTimeout,
                    maxClockJump);
        }

        /** The same with commands packed otherwise. */
        public Tuning withPacking(Packing other) {
            return new Tuning(elections, other, storage, digestEvery, requestTimeout,
                    maxClockJump);
        }

        /** The same with more or less kept on the disk. */
        public Tuning withStorage(Storage other) {
            return new Tuning(elections, packing, other, digestEvery, requestTimeout,
                    maxClockJump);
        }

        /** The same with a digest proposed more or less often. */
        public Tuning withDigestEvery(Duration time) {
            return new Tuning(elections, packing, storage, time, requestTimeout, maxClockJump);
        }

        /** The same with entries called unknown sooner or later. */
        public Tuning withRequestTimeout(Duration time) {
            return new Tuning(elections, packing, storage, digestEvery, time, maxClockJump);
        }
    }

    /**
     * How long a leader may be silent.
     *
     * @param timeoutMin shortest silence of a leader after which others may stand
     * @param timeoutMax longest silence of a leader after which others stand
     */
    public record Elections(Duration timeoutMin, Duration timeoutMax) {

        /** Values that suit a few servers on one machine or in one network. */
        public static Elections defaults() {
            return new Elections(Duration.ofMillis(500), Duration.ofMillis(1000));
        }
    }

    /**
     * How commands are packed into entries, and how many may wait for it.
     *
     * @param maxCommands commands packed into one entry at most
     * @param maxBytes bytes of commands packed into one entry at most
     * @param maxEntriesUnderWay entries proposed and not yet applied at most
     * @param interval least time between an entry with commands and the next, so that commands that
     *        come meanwhile share the next one. If no entry is under way and as many commands wait
     *        as there were lately, the next goes at once
     * @param maxCommandsWaiting commands waiting for an entry at most; beyond it {@code Busy}
     * @param maxBytesWaiting their bytes at most; beyond it {@code Busy}
     */
    public record Packing(int maxCommands, int maxBytes, int maxEntriesUnderWay,
            Duration interval, int maxCommandsWaiting, long maxBytesWaiting) {

        /** Values that suit a few servers on one machine or in one network. */
        public static Packing defaults() {
            return new Packing(2_000, 1 << 20, 3, Duration.ofMillis(4), 20_000, 64L << 20);
        }
    }

    /**
     * How much is kept on the disk.
     *
     * @param snapshotEveryEntries entries between automatic snapshots at most
     * @param snapshotEveryBytes bytes of entries between automatic snapshots at most
     * @param segmentBytes size of one file of the log; the log is dropped by whole files
     * @param keepEntries entries kept in the log behind a snapshot, for followers that lag a little
     * @param diskReserveBytes space to stay free where the records are; with less, a leader puts
     *        nothing into the log
     */
    public record Storage(long snapshotEveryEntries, long snapshotEveryBytes, long segmentBytes,
            long keepEntries, long diskReserveBytes) {

        /** Values that suit a few servers on one machine or in one network. */
        public static Storage defaults() {
            return new Storage(100_000, 512L << 20, 8L << 20, 2_000, 128L << 20);
        }
    }
}
