package dev.gavel.raft.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

import java.util.Collection;
import java.util.function.Predicate;

/** Ratis' own gRPC, but with {@link GavelAppender} as the sender of a leader's entries. */
final class GavelRpc implements RpcType {

    private static final String PROOF = LeaderProof.class.getName();

    /** Made by Ratis, by this class's name. */
    GavelRpc() {}

    /**
     * Lets the leaders of a server with these {@code parameters} prove by {@code proof} that they
     * lead.
     */
    static void prove(Parameters parameters, LeaderProof proof) {
        parameters.put(PROOF, proof, LeaderProof.class);
    }

    @Override
    public String name() {
        return GavelRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory(parameters);
    }

    private static final class Factory extends GrpcFactory {

        private final LeaderProof proof;

        Factory(Parameters parameters) {
            super(parameters);
            this.proof = parameters.getNonNull(PROOF, LeaderProof.class);
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state,
                FollowerInfo follower) {
            var appender = new GavelAppender(server, state, follower, proof);
            proof.sends(state, new Voters(server), appender);
            return appender;
        }
    }

    /**
     * The members as this server knows them. During a change the earlier members count as well.
     */
    private record Voters(RaftServer.Division server) implements LeaderProof.Voters {

        @Override
        public boolean isReady() {
            return server.getInfo().isLeaderReady();
        }

        @Override
        public boolean isMajority(Predicate<RaftPeerId> answered) {
            var members = server.getRaftConf();
            return isMajority(members.getCurrentPeers(), answered)
                    && (members.getPreviousPeers().isEmpty()
                            || isMajority(members.getPreviousPeers(), answered));
        }

        private boolean isMajority(Collection<RaftPeer> members, Predicate<RaftPeerId> answered) {
            return 2 * members.stream()
                    .map(RaftPeer::getId)
                    .filter(id -> id.equals(server.getId()) || answered.test(id))
                    .count() > members.size();
        }
    }
}
