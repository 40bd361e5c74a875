package dev.gavel.raft.ratis;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Turns {@link ReplicaConfig} into Ratis' options, each spelt out with its reason.
 *
 * @see "docs/adr/0006-ratis-settings.md"
 */
final class RatisProperties {

    /** Size of the largest message between servers: an entry of the largest size and its frame. */
    private static final int MESSAGE_BYTES_MAX = 32 << 20;

    /**
     * Longest silence at the start, until elections are paused. That can only be asked of a server
     * that runs.
     */
    private static final TimeDuration NOT_SOON = TimeDuration.valueOf(1, TimeUnit.HOURS);

    /**
     * Pauses before a leader tries again to reach a follower that is down: short ones at first,
     * then half a second. Each request that was under way counts as a try. So Ratis' own pause, 5 s
     * after the thirtieth try, would keep out a server that was back after a second.
     */
    private static final String KNOCK = "1ms,10, 500ms," + Integer.MAX_VALUE;

    private static final Duration STAGING_SILENCE = Duration.ofSeconds(10);

    private RatisProperties() {}

    /**
     * The options.
     *
     * @param isShort whether the log lost its end, so that this server is not to stand
     */
    static RaftProperties of(ReplicaConfig config, Path storage, boolean isShort) {
        var tuning = config.tuning();
        var p = new OwnGroup(groupId(config.cluster()));
        RaftConfigKeys.Rpc.setType(p, new GavelRpc());
        var address = config.me().raftAddress();
        var colon = address.lastIndexOf(':');
        GrpcConfigKeys.Server.setHost(p, address.substring(0, colon));
        GrpcConfigKeys.Server.setPort(p, Integer.parseInt(address.substring(colon + 1)));
        GrpcConfigKeys.setMessageSizeMax(p, SizeInBytes.valueOf(MESSAGE_BYTES_MAX));

        RaftServerConfigKeys.setStorageDir(p, List.of(storage.toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(p, storage.resolve("removed").toFile());

        // Elections.
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, time(tuning.elections().timeoutMin()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, time(tuning.elections().timeoutMax()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p,
                isShort ? NOT_SOON : time(tuning.elections().timeoutMin()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p,
                isShort ? NOT_SOON : time(tuning.elections().timeoutMax()));
        // Ratis keeps each batch of entries sent for so long, answered or not: a thousand and more a second.
        RaftServerConfigKeys.Rpc.setRequestTimeout(p,
                time(shorter(tuning.requestTimeout(),
                        tuning.elections().timeoutMax().multipliedBy(2))));
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(p,
                time(tuning.elections().timeoutMax().multipliedBy(2)));
        // A stopped process (SIGSTOP, a long pause) is to go on as a follower, not to shut itself down.
        RaftServerConfigKeys.setCloseThreshold(p,
                TimeDuration.valueOf(1, TimeUnit.DAYS));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(p, TimeDuration.valueOf(60, TimeUnit.SECONDS));

        // A new member that says nothing for so long while it is brought up to date is given up.
        RaftServerConfigKeys.setStagingTimeout(p, time(STAGING_SILENCE));

        // Reads: by read index, never by lease, which would rest on clocks.
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(p, false);
        // That a leader leads is proven before Ratis is asked (LeaderProof): its own check takes a commit
        // index that was confirmed once for confirmed for ever.
        RaftServerConfigKeys.Read.setLeaderHeartbeatCheckEnabled(p, false);
        RaftServerConfigKeys.Read.setTimeout(p, time(tuning.requestTimeout()));

        // Durability: every append is on this disk before it is acknowledged.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(p, false);
        // Promises rests on this and the two above: the mark moves after the sync, before the answer.
        RaftServerConfigKeys.Log.StateMachineData.setSync(p, false);
        RaftServerConfigKeys.Log.setCorruptionPolicy(p,
                RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);

        // The log: small segments, of which few stay in memory.
        var segment = tuning.storage().segmentBytes();
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(segment));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf(4 * segment));
        RaftServerConfigKeys.Log.setPreallocatedSize(p,
                SizeInBytes.valueOf(Math.min(1 << 20, segment)));
        RaftServerConfigKeys.Log.setWriteBufferSize(p,
                SizeInBytes.valueOf(Math.max(8 << 20, 4 * tuning.packing().maxBytes())));
        RaftServerConfigKeys.Log.setQueueElementLimit(p, 4_096);
        RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf("64MB"));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p,
                SizeInBytes.valueOf(Math.max(4 << 20, 4 * tuning.packing().maxBytes())));
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(p, TimeDuration.ZERO);
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, KNOCK);
        // Commit index and entries need no record of their own; it is learned again from the leader.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
        RaftServerConfigKeys.Log.setReadLockEnabled(p, false);
        RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(p, false);

        // Exactly once is ours (Sessions); Ratis' own cache would only fill the heap.
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.valueOf(2, TimeUnit.SECONDS));

        // Snapshots are written by us, and we drop the log behind the one before the newest.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, tuning.storage().keepEntries());
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(p, true);
        return p;
    }

    /** The group of {@code config}; one that joins knows of no members. */
    static RaftGroup group(ReplicaConfig config) {
        var id = groupId(config.cluster());
        return config.joins() ? RaftGroup.valueOf(id)
                : RaftGroup.valueOf(id,
                        config.peers().stream().map(RatisProperties::raftPeer).toList());
    }

    /** The id of a group follows from the cluster's name. */
    static RaftGroupId groupId(String cluster) {
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(
                ("gavel/" + cluster).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static RaftPeerId peerId(int id) {
        return RaftPeerId.valueOf("server-" + id);
    }

    /** The number within {@code id}. */
    static int number(RaftPeerId id) {
        var text = id.toString();
        return Integer.parseInt(text.substring(text.lastIndexOf('-') + 1));
    }

    /**
     * The member as Ratis keeps it in the log. Addresses that Ratis has no use for are carried
     * along.
     */
    static RaftPeer raftPeer(Peer peer) {
        return RaftPeer.newBuilder()
                .setId(peerId(peer.id()))
                .setAddress(peer.raftAddress())
                .setClientAddress(peer.clientAddress())
                .setAdminAddress(peer.adminAddress())
                .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
