package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Partition;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

/** Where the configuration asks for it, the highest priority leads. */
@Tag("slow")
class LeaderPriorityTest {

    @TempDir
    private Path records = Path.of("set by JUnit");

    @Test
    void leadershipGoesToTheServerThatTheConfigurationPrefers() throws IOException {
        var config = TestHouse.config(3, Limits.defaults(), records)
                .withPriorities(Map.of(1, 1, 2, 2));
        var servers = new ArrayList<PlatformServer>();
        try {
            for (var id = 0; id < 3; id++) {
                servers.add(PlatformServer.start(config, id,
                        ReplicaStarter.onTheNetwork(new Partition())));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> servers.get(2).status().role() == Role.LEADER);
            servers.get(2).close();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> servers.get(1).status().role() == Role.LEADER);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(servers.get(0).status().leader()).hasValue(1));
        } finally {
            servers.forEach(PlatformServer::close);
        }
    }
}
