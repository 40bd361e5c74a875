package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

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

    @Test
    void waitsWithAPositionInTheFuture() {
        house.command("ann", "{\"op\":\"register\"}");
        var index = house.server().status().appliedIndex();
        try (var stream = SseReader.open(house, "/v1/events?after=" + (index + 2) + ".1")) {
            for (var name : List.of("Ring", "Pin", "Clock")) {
                house.command("ann", "{\"op\":\"consign\",\"name\":\"" + name + "\"}");
            }

            var next = stream.awaitOfType("itemConsigned", 1).getFirst();

            assertThat(next.json().path("name").asText()).isEqualTo("Clock");
        }
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
