package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Partition;
import dev.gavel.raft.RecordsException;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.Registration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

@Tag("slow")
class ClosedRegistrationTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWhoRegisteredMayAct() throws IOException {
        var config = TestHouse.config(1, Limits.defaults(), folder)
                .withRegistration(Registration.CLOSED);
        try (var house = TestHouse.of(PlatformServer.start(config, 0,
                ReplicaStarter.onTheNetwork(new Partition())))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> house.get("/readyz").statusCode() == 200);
            var create = "{\"op\":\"create\",\"name\":\"x\",\"format\":\"english\",\"start\":1,"
                    + "\"durationMillis\":60000,\"open\":true}";
            assertThat(house.command("sue", create).path("code").asText())
                    .isEqualTo("NOT_REGISTERED");
            house.command("sue", "{\"op\":\"register\"}");
            var auction = house.openAuction("sue");
            var bid = "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":20000}";
            assertThat(house.command("ann", bid).path("code").asText())
                    .isEqualTo("NOT_REGISTERED");
            house.command("ann", "{\"op\":\"register\"}");
            assertThat(house.command("ann", bid).path("status").asText()).isEqualTo("success");
        }
        assertThatThrownBy(
                () -> PlatformServer.start(config.withRegistration(Registration.OPEN), 0,
                        ReplicaStarter.onTheNetwork(new Partition())).close())
                .isInstanceOf(RecordsException.class)
                .hasMessageContaining("registration closed");
    }
}
