package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** What everybody is told at the end. */
class FarewellTest {

    private static String told(String more, String user) {
        return Farewell.of(JsonObject.parse(("{\"auction\":\"1\",\"name\":\"Sale\",\"item\":{"
                + "\"name\":\"Oak table\",\"description\":\"\"},\"currency\":\"EUR\","
                + "\"state\":\"closed\"" + more + "}").getBytes(StandardCharsets.UTF_8)), user);
    }

    @Test
    void tellsItemHighestBidBidderAndOnesOwnResult() {
        var sold = ",\"result\":\"sold\",\"winner\":\"ann\",\"hammerPrice\":12550,\"price\":12550";
        assertThat(told(sold, "ann"))
                .isEqualTo("Oak table: highest bid 125.50 EUR by ann; you won");
        assertThat(told(sold, "bob"))
                .isEqualTo("Oak table: highest bid 125.50 EUR by ann; you did not win");
    }

    @Test
    void tellsOfUnitsAndOfNoSale() {
        var units = ",\"result\":\"sold\",\"awards\":[{\"winner\":\"ann\",\"quantity\":2,"
                + "\"price\":300},{\"winner\":\"bob\",\"quantity\":1,\"price\":300}]";
        assertThat(told(units, "bob"))
                .isEqualTo("Oak table: sold: ann 2 at 3.00 EUR, bob 1 at 3.00 EUR; you won");
        assertThat(told(",\"result\":\"unsold\",\"price\":100", "bob"))
                .isEqualTo("Oak table: nobody bought it; you did not win");
    }
}
