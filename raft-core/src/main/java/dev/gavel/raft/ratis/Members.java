package dev.gavel.raft.ratis;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members, as far as it is committed: as the log says, or as the configuration says before
 * that. If the configuration lists a member at the same Raft address, its other addresses are
 * believed over the log's. So they can be edited as ever.
 */
final class Members {

    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    private final ReplicaConfig config;
    /**
     * The address at which each id was reached since this replica started: Ratis never forgets
     * that.
     */
    private final Map<Integer, String> everSeen = new ConcurrentHashMap<>();
    private volatile Membership now;
    private volatile boolean wasMember;

    /** The members that were {@code recorded} when the replica last ran. */
    Members(ReplicaConfig config, Optional<Membership> recorded) {
        this.config = config;
        this.now = new Membership(-1, config.joins() ? List.of() : config.peers(), false);
        recorded.ifPresent(this::set);
        wasMember = isMember();
        now.peers().forEach(peer -> everSeen.putIfAbsent(peer.id(), peer.raftAddress()));
    }

    private void set(Membership found) {
        now = new Membership(found.index(), found.peers().stream().map(this::edited).toList(),
                found.changing());
    }

    private Peer edited(Peer logged) {
        return config.peers()
                .stream()
                .filter(peer -> peer.id() == logged.id()
                        && peer.raftAddress().equals(logged.raftAddress())
                        && !peer.clientAddress().isEmpty())
                .findFirst()
                .orElse(logged);
    }

    /** Takes over the members that the log names at {@code index}. */
    void changed(long index, RaftConfigurationProto entry) {
        var before = now;
        if (index <= before.index()) {
            return; // of the past: the log is gone through again after a start
        }
        set(RecordedMembers.of(index, entry));
        wasMember |= isMember();
        now.peers().forEach(peer -> everSeen.putIfAbsent(peer.id(), peer.raftAddress()));
        if (!now.changing() && !now.ids().equals(before.ids())) {
            LOG.info("the members are now {}, since index {}", now.listed(), index);
        }
    }

    /** The present members. */
    Membership now() {
        return now;
    }

    /** The member with this id. */
    Optional<Peer> peer(RaftPeerId id) {
        return now.peer(RatisProperties.number(id));
    }

    /**
     * The address at which the member with this id was reached earlier, if ever, since this replica
     * started.
     */
    Optional<String> seenAt(int id) {
        return Optional.ofNullable(everSeen.get(id));
    }

    /** Whether there is no other member. */
    boolean alone() {
        return now.peers().size() == 1 && isMember();
    }

    private boolean isMember() {
        return now.peer(config.self()).isPresent();
    }

    /** Why this replica is no member; empty when it is. */
    Optional<String> whyNone() {
        if (isMember()) {
            return Optional.empty();
        }
        return Optional.of(wasMember ? "it was removed from the members"
                : "it is no member yet: it waits to be taken in");
    }
}
