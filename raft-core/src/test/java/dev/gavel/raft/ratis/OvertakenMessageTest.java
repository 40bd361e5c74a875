package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A leader that takes in a member whose answers overtake its messages, again and again.
 *
 * @see "docs/upstream/next-index-without-lock.md: with Ratis' own sender the member hears nothing
 *      more after some hundreds or thousands of messages"
 */
@Tag("slow")
class OvertakenMessageTest {

    private static final int ENTRIES = 8_000;
    private static final int CONTRADICTIONS = 6_000;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Test
    void aMemberWhoseAnswersOvertakeTheMessagesIsTakenIn(@TempDir Path folder) throws Exception {
        var leader = peer("s0");
        var newcomer = peer("s1");
        var group = RaftGroup.valueOf(RaftGroupId.randomId(), leader);
        try (var server = start(leader, group, folder);
                var client = RaftClient.newBuilder()
                        .setProperties(new RaftProperties())
                        .setRaftGroup(group)
                        .build();
                var scripted = new ScriptedFollower(newcomer.getAddress())) {
            var written = new ArrayList<CompletableFuture<RaftClientReply>>();
            for (var n = 0; n < ENTRIES; n++) {
                written.add(client.async().send(Message.valueOf("entry " + n)));
            }
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            scripted.contradict(CONTRADICTIONS);
            var change = new SetConfigurationRequest(ClientId.randomId(), leader.getId(),
                    group.getGroupId(), 1, List.of(leader, newcomer));
            assertThat(server.setConfigurationAsync(change)).succeedsWithin(PATIENCE)
                    .satisfies(reply -> assertThat(reply.isSuccess()).isTrue());
            assertThat(scripted.sent()).hasSizeGreaterThan(CONTRADICTIONS);
        }
    }

    private static RaftPeer peer(String id) {
        return RaftPeer.newBuilder().setId(id).setAddress("127.0.0.1:" + TestPorts.next()).build();
    }

    /** With one entry in each message, so that there are many. */
    private static RaftServer start(RaftPeer self, RaftGroup group, Path folder) throws Exception {
        var properties = new RaftProperties();
        RaftConfigKeys.Rpc.setType(properties, new GavelRpc());
        GrpcConfigKeys.Server.setPort(properties,
                Integer.parseInt(self.getAddress().substring(self.getAddress().indexOf(':') + 1)));
        RaftServerConfigKeys.setStorageDir(properties, List.of(folder.toFile()));
        RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, 1);
        var parameters = new Parameters();
        GavelRpc.prove(parameters, new LeaderProof(PATIENCE));
        var server = RaftServer.newBuilder()
                .setServerId(self.getId())
                .setGroup(group)
                .setProperties(properties)
                .setParameters(parameters)
                .setStateMachine(new BaseStateMachine())
                .setOption(RaftStorage.StartupOption.FORMAT)
                .build();
        server.start();
        return server;
    }
}
