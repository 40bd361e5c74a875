package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.server.grpc.PpapdClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/** A program of PPAPD against five servers, while two leaders are stopped and then the majority is gone. */
@Tag("slow")
class PpapdOnFiveServersTest {

    private static final String SUE = "SUE and Sons";

    @Test
    void goesOnFromLeaderToLeader(@TempDir Path records) {
        try (var five = new FiveServers(records)) {
            var ports = new ArrayList<Integer>();
            five.all().forEach(house -> ports.add(house.server().address().clientPort()));
            try (var ppapd = new PpapdClient(ports)) {
                play(five, ppapd);
            }
        }
    }

    private static void play(FiveServers five, PpapdClient ppapd) {
        var follower = FiveServers.idOf(five.follower(0));
        var elsewhere = ppapd.ask(follower,
                "{\"op\":\"LOGIN\",\"username\":\"ann\",\"address\":\"a:1\"}");
        assertThat(elsewhere.getIsLeader()).isFalse();
        assertThat(elsewhere.getJson()).isEmpty();

        for (var user : new String[]{SUE, "ann", "bob"}) {
            assertThat(ppapd.say("LOGIN", "username", user, "address", "127.0.0.1:40000")
                    .path("success")
                    .asBoolean()).isTrue();
        }
        var create = PpapdClient.request("SELLER_CREATE_AUCTION", "seller_username", SUE,
                "auction_name", "Horse", "item_name", "Horse", "item_description", "",
                "base_price", 100, "increment", 10, "price_increment_period", 1000).toString();
        assertThat(ppapd.say(create).path("message").asText()).contains("Auction 1 ");
        assertThat(ppapd.say(create).path("success").asBoolean(true)).isFalse();

        // The leader may have died before its answer came: asked again at the next, it is a retry.
        five.stop(five.leader());
        var again = ppapd.say(create);
        assertThat(again.path("success").asBoolean()).as(again.toString()).isTrue();
        assertThat(again.path("message").asText()).contains("Auction 1 ");
        assertThat(ppapd.say(create).path("success").asBoolean(true)).isFalse();

        for (var buyer : new String[]{"ann", "bob"}) {
            assertThat(ppapd.say("BUYER_JOIN_AUCTION", "username", buyer, "auction_id", "1")
                    .path("success")
                    .asBoolean()).isTrue();
        }
        assertThat(ppapd.say("SELLER_START_AUCTION", "username", SUE, "auction_id", "1")
                .path("message")
                .path("round_id")
                .asInt(-1)).isZero();
        var report = ppapd.say("SELLER_FETCH_AUCTIONS", "username", SUE)
                .path("message")
                .get(0)
                .toString();
        var third = report.replace("\"round_id\":0", "\"round_id\":3")
                .replace("\"current_price\":100", "\"current_price\":130")
                .replaceFirst("\\{", "{\"op\":\"SELLER_UPDATE_AUCTION\",\"username\":\"" + SUE
                        + "\",");
        assertThat(ppapd.say(third).path("success").asBoolean()).as(third).isTrue();

        five.stop(five.leader());
        var whole = ppapd.say("BUYER_FETCH_AUCTIONS", "username", "bob").path("message").get(0);
        assertThat(whole.path("round_id").asInt()).isEqualTo(3);
        assertThat(whole.path("current_price").asInt()).isEqualTo(130);
        var finish = third.replace("SELLER_UPDATE_AUCTION", "SELLER_FINISH_AUCTION")
                .replace("\"ann\":true", "\"ann\":false")
                .replace("\"winner_username\":\"\"", "\"winner_username\":\"bob\"");
        assertThat(ppapd.say(finish).path("success").asBoolean()).as(finish).isTrue();
        assertThat(ppapd.say(finish).path("message").asText()).contains("already finished");

        // Two of five are left: nobody leads, and nobody hangs.
        five.stop(five.leader());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ppapd.round("{\"op\":\"GET_USER_ADDRESS\",\"username\":\"ann\"}")
                        .isEmpty());
    }
}
