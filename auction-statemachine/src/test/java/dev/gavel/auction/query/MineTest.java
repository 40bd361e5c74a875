package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import dev.gavel.auction.codec.StateCodec;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The auctions somebody takes part in, in every format, and that nobody else learns of them. */
class MineTest {

    private static final Pattern ID = Pattern.compile("\"auction\":\"([0-9]+)\"");
    private static final String MINE = "{'query':'auctions','mine':true}";

    private final House house = new House();

    @Test
    void isInWhatOneJoinedOrBidOnInEveryFormat() {
        fill();

        assertThat(idsOf("ann", MINE)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(idsOf("bob", MINE)).containsExactly("1", "3");
        assertThat(idsOf("sue", MINE)).as("she only sells").isEmpty();
        assertThat(idsOf("never-heard-of", MINE)).isEmpty();
        assertThat(idsOf("ann", "{'query':'auctions','mine':true,'format':'dutch'}"))
                .containsExactly("3");
    }

    @Test
    void isTheSameOnAServerThatStartedFromASnapshot() throws IOException {
        fill();
        var before = List.of(idsOf("ann", MINE), idsOf("bob", MINE), idsOf("eve", MINE));

        var bytes = new ByteArrayOutputStream();
        StateCodec.write(house.state(), bytes);
        house.become(StateCodec.read(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(List.of(idsOf("ann", MINE), idsOf("bob", MINE), idsOf("eve", MINE)))
                .isEqualTo(before);
    }

    @Test
    void whoLeftBeforeTheStartIsNotInIt() {
        house.ok(0, "sue",
                "{'op':'create','name':'Mare','format':'clock','start':100,'step':5,'periodMillis':1000}");
        house.ok(1, "eve", "{'op':'join','auction':'1'}");
        assertThat(idsOf("eve", MINE)).containsExactly("1");

        house.ok(2, "eve", "{'op':'leave','auction':'1'}");

        assertThat(idsOf("eve", MINE)).isEmpty();
    }

    @Test
    void comesInPages() {
        fill();
        var page = "{'query':'auctions','mine':true,'limit':3%s}";

        assertThat(idsOf("ann", page.formatted(""))).containsExactly("1", "2", "3");
        assertThat(house.ask("ann", page.formatted(""))).contains("\"next\":\"3\"");
        assertThat(idsOf("ann", page.formatted(",'after':'3'"))).containsExactly("4", "5", "6");
        assertThat(idsOf("ann", page.formatted(",'after':'6'"))).containsExactly("7", "8");
        assertThat(house.ask("ann", page.formatted(",'after':'6'"))).doesNotContain("\"next\"");
    }

    @Test
    void nobodyInParticularIsRefused() {
        assertThat(house.ask("", MINE)).contains("BAD_COMMAND", "\"field\":\"mine\"");
    }

    private void fill() {
        var open = ",'start':100,'durationMillis':600000,'open':true}";
        create("english", open);
        create("reverse", open);
        create("dutch",
                ",'start':500,'step':5,'periodMillis':60000,'floor':100,'quantity':9,'open':true}");
        create("sealed", open);
        create("vickrey", open);
        create("uniform", ",'quantity':5" + open);
        create("sealed", ",'commit':true" + open);
        create("clock", ",'start':100,'step':5,'periodMillis':1000}");
        create("english", open);
        house.ok(1, "bob", "{'op':'bid','auction':'1','amount':100}");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':200}");
        house.ok(2, "ann", "{'op':'bid','auction':'2','amount':100}");
        house.ok(2, "ann", "{'op':'accept','auction':'3','round':0,'quantity':1}");
        house.ok(2, "bob", "{'op':'accept','auction':'3','round':0,'quantity':1}");
        house.ok(2, "ann", "{'op':'bid','auction':'4','amount':100}");
        house.ok(2, "ann", "{'op':'withdraw','auction':'4'}");
        house.ok(2, "ann", "{'op':'bid','auction':'5','amount':100}");
        house.ok(2, "ann", "{'op':'bid','auction':'6','amount':100,'quantity':2}");
        house.ok(2, "ann", "{'op':'commit','auction':'7','hash':'" + "a".repeat(64) + "'}");
        house.ok(2, "ann", "{'op':'join','auction':'8'}");
        house.ok(3, "sue", "{'op':'close','auction':'1'}");
    }

    private void create(String format, String rest) {
        house.ok(0, "sue", "{'op':'create','name':'Lot','format':'" + format + "'" + rest);
    }

    private List<String> idsOf(String by, String query) {
        var ids = new ArrayList<String>();
        var found = ID.matcher(house.ask(by, query));
        while (found.find()) {
            ids.add(found.group(1));
        }
        return ids;
    }
}
