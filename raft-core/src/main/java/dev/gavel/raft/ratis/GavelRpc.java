package dev.gavel.raft.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** Ratis over gRPC, with leaders that send entries as {@link GavelAppender} does. */
final class GavelRpc implements RpcType {

    /** Made by Ratis, by this class's name. */
    GavelRpc() {}

    @Override
    public String name() {
        return GavelRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory(parameters);
    }

    private static final class Factory extends GrpcFactory {

        Factory(Parameters parameters) {
            super(parameters);
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state,
                FollowerInfo follower) {
            return new GavelAppender(server, state, follower);
        }
    }
}
