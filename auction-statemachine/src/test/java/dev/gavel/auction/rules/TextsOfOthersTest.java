package dev.gavel.auction.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.HouseVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/** Every way by which a name becomes a user's, and every text that others read. */
class TextsOfOthersTest {

    @ParameterizedTest
    @ValueSource(strings = {"{'op':'register'}", "{'op':'bid','auction':'1','amount':5}",
            "{'op':'join','auction':'1'}", "{'op':'consign','name':'Lamp'}",
            "{'op':'create','name':'Lamp'}"})
    void nobodyBecomesAUserUnderANameThatCannotBeToldApart(String command) {
        var house = new House();
        house.ok(0, "sue", "{'op':'create','name':'Table','open':true}");
        house.ok(1, "ann", "{'op':'register'}");
        var alike = house.refused(2, "\u0430nn", command);
        assertThat(alike.code()).isEqualTo(Code.CONFUSABLE_NAME);
        assertThat(alike.sentence()).contains("the user ann");
        assertThat(((Rejection.Plain) alike).field()).isEqualTo("by");
        assertThat(house.refused(3, "b\u2800b", command).sentence()).contains("U+2800");
        assertThat(house.refused(4, "e\u0301va", command).sentence()).contains("\u00e9va");
        assertThat(house.state().users().size()).isEqualTo(2);
        house.ok(5, "bob", command);
    }

    @Test
    void whoWasAUserBeforeStaysOne() throws Exception {
        var house = new House(HouseVersion.FIRST);
        house.ok(0, "ann", "{'op':'register'}");
        house.ok(1, "Ann", "{'op':'register'}");
        house.ok(2, "a\u2800b", "{'op':'register'}");
        house.ok(3, HouseVersion.PROGRAM, "{'op':'adopt','version':2}");
        house.ok(4, "Ann", "{'op':'consign','name':'Lamp'}");
        house.ok(5, "a\u2800b", "{'op':'consign','name':'Lamp'}");
        assertThat(house.refused(6, "ANN", "{'op':'register'}").sentence()).contains("user ann");
        var bytes = new ByteArrayOutputStream();
        StateCodec.write(house.state(), bytes);
        house.become(StateCodec.read(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(house.refused(7, "ANN", "{'op':'register'}").sentence()).contains("user ann");
        house.ok(8, "Ann", "{'op':'register','address':'a:1'}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'op':'register','displayName':'A\u202eB'} | displayName",
            "{'op':'register','address':'a\u200b:1'} | address",
            "{'op':'consign','name':'A\u202eB'} | name",
            "{'op':'consign','name':'A','description':'A\u202eB'} | description",
            "{'op':'create','name':'A\u200bB'} | name",
            "{'op':'create','name':'A','itemName':'A\u2066B'} | itemName",
            "{'op':'create','name':'A','itemDescription':'A\u2066B'} | itemDescription",
            "{'op':'create','name':'A','group':'A\u2800B'} | group",
            "{'op':'create','name':'A','invited':['b\u2800b']} | invited"})
    void textsThatOthersReadHideNothing(String command, String field) {
        var refused = new House().refused(0, "sue", command);
        assertThat(refused.code()).isEqualTo(Code.BAD_COMMAND);
        assertThat(((Rejection.Plain) refused).field()).isEqualTo(field);
        assertThat(new House(HouseVersion.FIRST).at(0, "sue", command).isSuccess()).isTrue();
    }
}
