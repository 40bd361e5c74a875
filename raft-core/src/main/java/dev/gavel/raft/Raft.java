package dev.gavel.raft;

import dev.gavel.raft.local.LocalReplicator;
import dev.gavel.raft.ratis.RatisReplicator;

import java.time.Clock;

/**
 * The front door of this module: starts one replica of a {@link ReplicatedMachine}.
 *
 * <pre>{@code
 * var peers = List.of(new Peer(0, "10.0.0.1:7000"), new Peer(1, "10.0.0.2:7000"),
 *         new Peer(2, "10.0.0.3:7000"));
 * var config = new ReplicaConfig("registers", 0, peers, Path.of("records-0"));
 * try (var replica = Raft.replica(config).machine(new Registers()).start()) {
 *     var id = new RequestId.ByKey("a-key");
 *     replica.submit(new Request(id, "ann", Bytes.utf8("set a 1"))).join();
 * }
 * }</pre>
 *
 * @see "raft-core/README.md, which has a whole program"
 */
public final class Raft {

    private Raft() {}

    /** A replica that is set up like this. It replicates nothing before it is given a machine. */
    public static Configured replica(ReplicaConfig config) {
        return new Configured(config);
    }

    /** A replica that is set up, and has no machine yet. */
    public static final class Configured {

        private final ReplicaConfig config;

        private Configured(ReplicaConfig config) {
            this.config = config;
        }

        /**
         * The same with this machine.
         *
         * @param <S> the machine's state
         * @param <E> the machine's events
         */
        public <S, E> Prepared<S, E> machine(ReplicatedMachine<S, E> machine) {
            return new Prepared<>(config, machine, Clock.systemUTC(), PeerClocks.UNREAD,
                    new Partition());
        }
    }

    /**
     * A replica that can be started. Immutable: each method returns another one.
     *
     * @param <S> the machine's state
     * @param <E> the machine's events
     */
    public static final class Prepared<S, E> {

        private final ReplicaConfig config;
        private final ReplicatedMachine<S, E> machine;
        private final Clock clock;
        private final PeerClocks peerClocks;
        private final Partition partition;

        private Prepared(ReplicaConfig config, ReplicatedMachine<S, E> machine, Clock clock,
                PeerClocks peerClocks, Partition partition) {
            this.config = config;
            this.machine = machine;
            this.clock = clock;
            this.peerClocks = peerClocks;
            this.partition = partition;
        }

        /**
         * Stamps entries from {@code other} while it leads; without this from the system's clock.
         */
        public Prepared<S, E> clock(Clock other) {
            return new Prepared<>(config, machine, other, peerClocks, partition);
        }

        /**
         * Compares its clock with {@code others} while it leads, and puts nothing into the log
         * where most of them show another time. Without this its clock is believed.
         */
        public Prepared<S, E> peerClocks(PeerClocks others) {
            return new Prepared<>(config, machine, clock, others, partition);
        }

        /** Hears only those that {@code other} lets it hear; for demonstrations and tests. */
        public Prepared<S, E> partition(Partition other) {
            return new Prepared<>(config, machine, clock, peerClocks, other);
        }

        /**
         * Starts it from its records, on the disk and over the network. It listens on its Raft
         * address when this returns, and may still be replaying its log;
         * {@link Replicator#status()} says when it is ready.
         *
         * @throws RecordsException if the records cannot be used
         * @throws PortInUseException if another process listens on the Raft address
         */
        public Replicator<S, E> start() {
            return RatisReplicator.start(config, machine, clock, peerClocks, partition);
        }

        /**
         * Starts it as a group of one in the memory of this process: for tests, and for a first
         * try. Entries take the same way as otherwise, but for the disk and the network. Records,
         * peers and clocks of others are not used, and what was acknowledged is gone with the
         * process.
         */
        public Replicator<S, E> startInMemory() {
            return LocalReplicator.start(config, machine, clock);
        }
    }
}
