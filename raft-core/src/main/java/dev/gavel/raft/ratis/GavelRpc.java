package dev.gavel.raft.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Ratis over gRPC, with leaders that believe a follower who says that it holds less than it did. Ratis
 * 3.3.0 goes on from where the follower was before, and sends nothing but heartbeats for as long as
 * that leader leads: a follower whose log lost its end would never get it back.
 *
 * @see "docs/adr/0009-promises.md"
 */
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
            return new Appender(server, state, follower);
        }
    }

    private static final class Appender extends GrpcLogAppender {

        Appender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            super(server, state, follower);
        }

        @Override
        protected long getNextIndexForInconsistency(long requestFirstIndex, long replyNextIndex) {
            return replyNextIndex == requestFirstIndex
                    && replyNextIndex > RaftLog.LEAST_VALID_LOG_INDEX ? replyNextIndex - 1
                            : replyNextIndex;
        }
    }
}
