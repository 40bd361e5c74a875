package dev.gavel.raft.ratis;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;

/** The members as Ratis writes them: in its log, and in a file beside it once that is committed. */
final class RecordedMembers {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedMembers.class);
    private static final String FILE = "raft-meta.conf";

    private RecordedMembers() {}

    /** What was committed last, by the records in {@code group}; empty where they do not say. */
    static Optional<Membership> in(Path group) {
        var file = group.resolve("current").resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var entry = LogEntryProto.parseFrom(Files.readAllBytes(file));
            return Optional.of(of(entry.getIndex(), entry.getConfigurationEntry()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read; the log will say who the members are: {}", file,
                    e.toString());
            return Optional.empty();
        }
    }

    /** The members that the entry at {@code index} of the log names. */
    static Membership of(long index, RaftConfigurationProto entry) {
        var peers = new LinkedHashMap<Integer, Peer>();
        Stream.concat(entry.getPeersList().stream(), entry.getOldPeersList().stream())
                .map(RecordedMembers::peer)
                .forEach(peer -> peers.putIfAbsent(peer.id(), peer));
        return new Membership(index, peers.values().stream().toList(),
                entry.getOldPeersCount() > 0);
    }

    private static Peer peer(RaftPeerProto peer) {
        return new Peer(RatisProperties.number(RaftPeerId.valueOf(peer.getId())),
                peer.getAddress(), peer.getClientAddress(), peer.getAdminAddress());
    }
}
