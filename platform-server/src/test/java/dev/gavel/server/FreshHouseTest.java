package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** A house begins under the first version of its rules, and adopts the newest before anybody uses it. */
class FreshHouseTest {

    @Test
    void adoptsTheNewestVersionByItself() {
        try (var house = TestHouse.open()) {
            assertThat(TestHouse.json(house.get("/v1/cluster")).path("houseVersion").asInt())
                    .isEqualTo(HouseVersion.NEWEST);
            var state = house.server().replica().read(Consistency.LOCAL).join().state();
            assertThat(state.users().size()).isZero();
            assertThat(state.isUntouched()).isFalse();
        }
    }

    /** As when two servers led one after the other, and both proposed it. */
    @Test
    void adoptedTwiceItIsRefusedTheSecondTimeAndChangesNothing() {
        try (var house = TestHouse.open()) {
            var again = propose(house, "another", HouseVersion.PROGRAM);
            assertThat(again).contains("\"code\":\"ALREADY_ADOPTED\"")
                    .contains("of version 2 already");
            assertThat(house.server().notReadyBecause()).isEmpty();
        }
    }

    @Test
    void anOperatorIsToldWhyThereIsNothingToAdopt() {
        try (var house = TestHouse.open()) {
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":2}").toString())
                    .contains("ALREADY_ADOPTED");
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":3}").toString())
                    .contains("BAD_COMMAND", "the newest that this program can run is 2");
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":1}").toString())
                    .contains("no way back");
            var users = house.server().replica().read(Consistency.LOCAL).join().state().users();
            assertThat(users.size()).isZero();
        }
    }

    /** Else what a user once sent in vain to a house without versions would be an adoption now. */
    @Test
    void noUserAdoptsInTheirOwnName() {
        try (var house = TestHouse.open()) {
            assertThat(propose(house, "own", "olga")).contains("NOT_OWNER");
        }
    }

    private static String propose(TestHouse house, String key, String by) {
        var json = "{\"op\":\"adopt\",\"version\":2}".getBytes(StandardCharsets.UTF_8);
        var done = house.server()
                .replica()
                .submit(new Request(new RequestId.ByKey(key), by, Bytes.of(json)))
                .join();
        return new String(((Submission.Committed) done).reply().bytes().toArray(),
                StandardCharsets.UTF_8);
    }
}
