package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Tag("slow")
class EventStreamTest {

    private TestHouse house;

    @BeforeEach
    void open() {
        house = TestHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tellsEachBidOnceAndInOrder() {
        var auction = house.openAuction("sue");
        try (var stream = SseReader.open(house, "/v1/events?auction=" + auction)) {
            stream.awaitPosition();
            for (var n = 0; n < 20; n++) {
                bid(n % 2 == 0 ? "ann" : "bob", auction, 10000 + n);
            }

            var bids = stream.awaitOfType("bidAccepted", 20);

            assertThat(bids).extracting(event -> event.json().path("amount").asLong())
                    .containsExactlyElementsOf(
                            java.util.stream.LongStream.range(10000, 10020).boxed().toList());
            assertThat(bids).extracting(SseReader.Event::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void resumesExactlyAfterThePositionNamed() {
        var auction = house.openAuction("sue");
        for (var n = 0; n < 10; n++) {
            bid("ann", auction, 10000 + n * 1000);
            bid("bob", auction, 10500 + n * 1000);
        }
        java.util.List<SseReader.Event> all;
        try (var stream = SseReader.open(house, "/v1/events?after=0.0")) {
            all = stream.awaitOfType("bidAccepted", 20);
        }

        for (var cut : new int[]{0, 7, 18}) {
            try (var stream = SseReader.open(house, "/v1/events?auction=" + auction,
                    "Last-Event-ID", all.get(cut).id())) {
                assertThat(stream.awaitOfType("bidAccepted", 19 - cut))
                        .isEqualTo(all.subList(cut + 1, 20));
            }
        }
    }

    @Test
    void resetsToTheCurrentViewWhenThePositionIsNoLongerHeld() {
        house.close();
        house = TestHouse.open(new Limits(64 << 10, 1 << 20, 4 << 20, 100, 100, 100, 8));
        var auction = house.openAuction("sue");
        for (var n = 0; n < 30; n++) {
            bid(n % 2 == 0 ? "ann" : "bob", auction, 10000 + n);
        }

        try (var stream = SseReader.open(house, "/v1/events?auction=" + auction + "&after=1.1")) {
            var reset = stream.awaitOfType("reset", 1).getFirst();
            assertThat(reset.json().path("price").asLong()).isEqualTo(10029);

            bid("ann", auction, 20000);

            assertThat(stream.awaitOfType("bidAccepted", 1)
                    .getFirst()
                    .json()
                    .path("amount")
                    .asLong()).isEqualTo(20000);
        }
    }

    @Test
    void saysWhereItStandsBeforeAnythingHappens() {
        house.command("ann", "{\"op\":\"register\"}");
        try (var stream = SseReader.open(house, "/v1/events")) {
            assertThat(stream.awaitPosition()).matches("[0-9]+\\.0");
        }
    }

    /** Long before a heartbeat is due: who waits for an answer gives up earlier. */
    @Test
    void answersAtOnceWhereNothingHappens() throws Exception {
        var auction = house.openAuction("sue");
        String now;
        try (var stream = SseReader.open(house, "/v1/events")) {
            now = stream.awaitPosition();
        }
        for (var path : List.of("/v1/events", "/v1/events?after=" + now,
                "/v1/events?auction=" + auction + "&after=" + now)) {
            var answer = house.http()
                    .sendAsync(house.request(path).GET().build(), BodyHandlers.ofInputStream())
                    .get(5, TimeUnit.SECONDS);
            try (var body = answer.body()) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(body.read()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999.1", "999999999999999999.999999999", "NEXT.1",
            "NEXT.999999999",
            "AFTER.0"})
    void resetsWhereThePositionLiesBeyondWhatTheHouseHasReached(String beyond) {
        var auction = house.openAuction("sue");
        bid("ann", auction, 10000);
        for (var path : List.of("/v1/events", "/v1/events?auction=" + auction)) {
            try (var stream = SseReader.open(house, path, "Last-Event-ID", named(beyond))) {
                assertThat(stream.awaitOfType("reset", 1).getFirst().id())
                        .isEqualTo(house.server().status().appliedIndex() + 1 + ".0");

                bid("bob", auction, path.contains("?") ? 40000 : 20000);

                stream.awaitOfType("bidAccepted", 1);
            }
            var separator = path.contains("?") ? "&" : "?";
            try (var stream = SseReader.open(house, path + separator + "after=" + named(beyond))) {
                stream.awaitOfType("reset", 1);
            }
        }
    }

    private String named(String position) {
        var index = house.server().status().appliedIndex();
        return position.replace("NEXT", Long.toString(index + 1))
                .replace("AFTER", Long.toString(index + 2));
    }

    @Test
    void goesOnWithoutAResetAfterThePositionAtWhichTheHouseStands() {
        var auction = house.openAuction("sue");
        var stands = house.server().status().appliedIndex() + 1 + ".0";
        try (var stream = SseReader.open(house, "/v1/events", "Last-Event-ID", stands)) {
            bid("ann", auction, 10000);

            stream.awaitOfType("bidAccepted", 1);

            assertThat(stream.events()).noneMatch(event -> event.type().equals("reset"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.1", "1.-1", "1", "1.", ".1", "1.1.1", "x", "1.1x", "0x1.1",
            "99999999999999999999.1", "1.9999999999"})
    void refusesWhatIsNoPosition(String position) {
        var byHeader = house.get("/v1/events", "Last-Event-ID", position);
        assertThat(byHeader.statusCode()).isEqualTo(400);
        assertThat(byHeader.body()).contains("Last-Event-ID: ");
        var byParameter = house.get("/v1/events?after=" + position);
        assertThat(byParameter.statusCode()).isEqualTo(400);
        assertThat(byParameter.body()).contains("after: ");
    }

    @Test
    void endsWhenTheServerStops() {
        var stream = SseReader.open(house, "/v1/events");
        stream.awaitPosition();

        house.server().close();

        stream.awaitEnd(Duration.ofSeconds(5));
    }

    private void bid(String user, String auction, long amount) {
        var outcome = house.command(user,
                "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":" + amount + "}");
        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo("success");
    }
}
