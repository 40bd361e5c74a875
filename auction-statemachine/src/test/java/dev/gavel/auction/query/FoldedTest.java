package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.text.Normalizer;

/** What a search takes for the same. */
class FoldedTest {

    @ParameterizedTest
    @CsvSource({"Oak Table, oak table", "Ödön, odon", "ÖDÖN, odon", "Ångström, angstrom",
            "Weiß, weiss", "WEISS, weiss", "Smørrebrød, smorrebrod", "Łódź, lodz", "Đặng, dang",
            "Œuvre, oeuvre", "Ærø, aero", "ﬁne, fine", "Ｆｕｌｌ, full", "İstanbul, istanbul",
            "ılık, ilik", "東京, 東京", "Ελλάς, ελλασ", "ΕΛΛΑΣ, ελλασ", "Й, и"})
    void leavesOutAccentsAndCase(String text, String folded) {
        assertThat(Folded.of(text)).isEqualTo(folded);
        assertThat(Folded.of(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(folded);
        assertThat(Folded.of(folded)).isEqualTo(folded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecu", "ÉCU", "odon", "ödön weiss", "weiß"})
    void aSearchFindsTheNameAndTheItem(String text) {
        var house = new House();
        house.ok(0, "sue", "{'op':'create','name':'Oak chest','start':100,'durationMillis':60000}");
        house.ok(0, "sue", "{'op':'create','name':'Écu d’or','itemName':'Schrank, Ödön Weiß',"
                + "'start':100,'durationMillis':60000}");

        assertThat(house.ask("bob", "{'query':'auctions','q':'" + text + "'}"))
                .contains("\"auction\":\"2\"")
                .doesNotContain("\"auction\":\"1\"");
    }
}
