package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.cli.servers.UpgradeCommand;
import dev.gavel.raft.Raft;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import dev.gavel.server.process.Failures;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A house that was used before there were versions, and an operator who has it adopt the newest. */
@Tag("slow")
class AdoptingTest {

    private static final String ADOPT = "{\"op\":\"adopt\",\"version\":2}";

    private final TestHouse house = used();

    private static TestHouse used() {
        var used = AuctionMachine.apply(HouseState.empty(HouseVersion.FIRST, true),
                MessageCodec.decodeCommand(
                        "{\"op\":\"register\"}".getBytes(StandardCharsets.UTF_8)),
                "sue", 1, 1).after();
        try {
            var house = TestHouse.of(PlatformServer.start(
                    TestHouse.config(1, Limits.defaults(), Path.of("unused")), 0,
                    (config, machine, clock, peers) -> Raft.replica(config)
                            .machine(new AuctionReplica(used))
                            .clock(clock)
                            .startInMemory()));
            await().until(() -> house.server().notReadyBecause().isEmpty());
            return house;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    private record Ended(int code, String out, String err) {}

    private Ended upgrade(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new UpgradeCommand());
        var code = Failures.applyTo(line)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ended(code, out.toString(), err.toString());
    }

    private String server() {
        return "--server=" + house.server().address().client();
    }

    private JsonNode cluster() {
        return TestHouse.json(house.get("/v1/cluster"));
    }

    @Test
    void tellsWhatItsProgramCanRunAndWhatAdoptingBrings() {
        var row = cluster().path("servers").get(0);
        assertThat(row.path("program").asText()).isEqualTo(row.path("version").asText())
                .isNotEmpty();
        assertThat(row.path("canRun").path("from").asInt()).isEqualTo(HouseVersion.FIRST);
        assertThat(row.path("canRun").path("to").asInt()).isEqualTo(HouseVersion.NEWEST);
        var outlook = TestHouse.json(house.get("/v1/cluster/upgrade"));
        assertThat(outlook.path("houseVersion").asInt()).isEqualTo(HouseVersion.FIRST);
        assertThat(outlook.path("newest").asInt()).isEqualTo(HouseVersion.NEWEST);
        assertThat(outlook.path("brings").asText())
                .isEqualTo(HouseVersion.changes(HouseVersion.NEWEST));
        assertThat(outlook.path("inTheWay")).isEmpty();
    }

    @Test
    void theAnswerIsFoundUnderItsKeyLikeAnyOther() {
        var first = TestHouse.json(house.post("/v1/commands", ADOPT, "Gavel-User", "olga",
                "Idempotency-Key", "the-key"));
        assertThat(first.path("houseVersion").asInt()).as(first.toString()).isEqualTo(2);
        var found = house.get("/v1/requests/the-key", "Gavel-User", "olga");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(TestHouse.json(found)).isEqualTo(first);
        assertThat(house.get("/v1/requests/the-key", "Gavel-User", "sue").statusCode())
                .isEqualTo(404);
        assertThat(TestHouse.json(house.post("/v1/commands", ADOPT, "Gavel-User", "olga",
                "Idempotency-Key", "the-key"))).isEqualTo(first);
        assertThat(cluster().path("houseVersion").asInt()).isEqualTo(2);
    }

    @Test
    void theVerbsShowItAdoptItAndSayThatThereIsNothingMore() {
        var before = upgrade("status", server());
        assertThat(before.code()).as(before.err()).isZero();
        assertThat(before.out()).contains("1 to 2", "under version 1 of its rules",
                "adopting version 2 would bring: Names that look", "nothing is in the way");
        assertThat(upgrade("status", "--json", server()).out()).contains("\"canAdopt\":true",
                "\"canRun\":{\"from\":1,\"to\":2}", "\"inTheWay\":[]");

        var done = upgrade("adopt", "--as=olga", server());
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("The house is of version 2 now. Names that look");
        assertThat(upgrade("status", server()).out()).contains("there is nothing to adopt");

        var again = upgrade("adopt", "--as=olga", server());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("The house is of version 2 already.");
        var unknown = upgrade("adopt", "3", "--as=olga", "--json", server());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).contains("\"code\":\"BAD_COMMAND\"", "version: There is no");
    }

    @Test
    void theVerbsSayWhereNobodyAnswers() {
        for (var verb : new String[]{"status", "adopt"}) {
            var ended = upgrade(verb, "--server=127.0.0.1:1");
            assertThat(ended.code()).isEqualTo(4);
            assertThat(ended.err()).contains("no server answers at 127.0.0.1:1");
        }
    }
}
