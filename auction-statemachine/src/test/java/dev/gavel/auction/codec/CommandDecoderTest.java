package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

class CommandDecoderTest {

    private static final String BID = "{\"op\":\"bid\",\"auction\":\"12\",\"amount\":345}";

    private static Command decode(String json) {
        return MessageCodec.decodeCommand(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{'op':'bid','auction':'1'}|amount",
            "{'op':'bid','amount':1}|auction", "{'op':'bid','auction':1,'amount':1}|auction",
            "{'op':'bid','auction':'01','amount':1}|auction",
            "{'op':'bid','auction':'-1','amount':1}|auction",
            "{'op':'bid','auction':'1','amount':'1'}|amount",
            "{'op':'bid','auction':'1','amount':1.0}|amount",
            "{'op':'bid','auction':'1','amount':1e3}|amount",
            "{'op':'bid','auction':'1','amount':1e309}|amount",
            "{'op':'bid','auction':'1','amount':NaN}|command",
            "{'op':'bid','auction':'1','amount':-0}|amount",
            "{'op':'bid','auction':'1','amount':0}|amount",
            "{'op':'bid','auction':'1','amount':-1}|amount",
            "{'op':'bid','auction':'1','amount':null}|amount",
            "{'op':'bid','auction':'1','amount':true}|amount",
            "{'op':'bid','auction':'1','amount':[1]}|amount",
            "{'op':'bid','auction':'1','amount':1000000000000001}|amount",
            "{'op':'bid','auction':'1','amount':9223372036854775808}|amount",
            "{'op':'bid','auction':'1','amount':123456789012345678901234567890}|amount",
            "{'op':'bid','auction':'1','amount':1,'amount':2}|amount",
            "{'op':'bid','auction':'1','amount':1,'by':'ann'}|by",
            "{'op':'bid','auction':'1','amount':1,'max':0}|max",
            "{'op':'bid','auction':'1','amount':1,'round':-1}|round",
            "{'op':'bid','auction':'1','amount':1}x|command",
            "{'op':'bid','auction':'1','amount':1}{}|command",
            "{'op':'bid','auction':'1','amount':1|command", "{'op':'bid',}|command", "[]|command",
            "7|command", "null|command", "'bid'|command", "{}|op", "{'op':7}|op",
            "{'op':'Bid'}|op", "{'op':null}|op", "{'op':'open','auction':'1','x':{'y':[1]}}|x",
            "{'op':'create'}|name", "{'op':'create','name':''}|name",
            "{'op':'create','name':' '}|name", "{'op':'create','name':'a\\u0000'}|name",
            "{'op':'create','name':'a\\ud800'}|name", "{'op':'create','name':'\\udc00a'}|name",
            "{'op':'create','name':'a','start':-1}|start",
            "{'op':'create','name':'a','currency':'XYZ'}|currency",
            "{'op':'create','name':'a','currency':'eur'}|currency",
            "{'op':'create','name':'a','format':'dance'}|format",
            "{'op':'create','name':'a','endsAt':'tomorrow'}|endsAt",
            "{'op':'create','name':'a','endsAt':'2030-02-30T00:00:00Z'}|endsAt",
            "{'op':'create','name':'a','endsAt':'2030-01-01T24:00:00Z'}|endsAt",
            "{'op':'create','name':'a','softClose':{}}|softClose.windowMillis",
            "{'op':'create','name':'a','softClose':{'windowMillis':1,'mode':'x'}}|softClose.mode",
            "{'op':'create','name':'a','softClose':{'windowMillis':1,'x':1}}|softClose.x",
            "{'op':'create','name':'a','softClose':7}|softClose",
            "{'op':'create','name':'a','increment':[1,2]}|increment",
            "{'op':'create','name':'a','increment':{'percent':1,'x':1}}|increment",
            "{'op':'create','name':'a','increment':true}|increment",
            "{'op':'create','name':'a','invited':['ann',7]}|invited",
            "{'op':'create','name':'a','invited':'ann'}|invited",
            "{'op':'create','name':'a','open':'yes'}|open",
            "{'op':'update','auction':'1'}|round", "{'op':'update','auction':'1','round':1}|price",
            "{'op':'update','round':1,'price':1}|auction",
            "{'op':'update','auction':'1','round':-2,'price':1}|round",
            "{'op':'update','auction':'1','round':2147483648,'price':1}|round",
            "{'op':'update','auction':'1','round':1,'price':1.5}|price",
            "{'op':'update','auction':'1','round':1,'price':1,'participants':['ann']}|participants",
            "{'op':'update','auction':'1','round':1,'price':1,'participants':{'a':1}}|participants.a",
            "{'op':'update','auction':'1','round':1,'price':1,'participants':{'':true}}|participants.",
            "{'op':'update','auction':'1','round':1,'price':1,'winner':''}|winner",
            "{'op':'update','auction':'1','round':1,'price':1,'finished':1}|finished",
            "{'op':'update','auction':'1','round':1,'price':1,'rounds':{}}|rounds",
            "{'op':'update','auction':'1','round':1,'price':1,'rounds':[1]}|rounds[0]",
            "{'op':'update','auction':'1','round':1,'price':1,'rounds':[{}]}|rounds[0].round",
            "{'op':'update','auction':'1','round':1,'price':1,'x':1}|x",
            "{'op':'create','name':'a','format':'clock','runBy':'seller','sellerKey':'AA'}|sellerKey",
            "{'op':'create','name':'a','format':'clock','sellerKey':'AA'}|sellerKey",
            "{'op':'create','name':'a','runBy':'seller'}|runBy"})
    void namesTheFieldAtFault(String json, String field) {
        assertThat(decode(json.replace('\'', '"'))).isInstanceOfSatisfying(
                Command.Malformed.class, bad -> assertThat(bad.field()).isEqualTo(field));
    }

    @Test
    void readsABidAlikeInEveryOrderOfFields() {
        var expected = new Command.Bid(new AuctionId(12), 345, OptionalLong.of(400),
                OptionalLong.of(2), OptionalLong.of(0), false, false);
        assertThat(decode("{\"op\":\"bid\",\"auction\":\"12\",\"amount\":345,\"max\":400,"
                + "\"quantity\":2,\"round\":0}")).isEqualTo(expected);
        assertThat(decode(" {\"round\":0,\"quantity\":2,\"max\":400,\"amount\":345,"
                + "\"auction\":\"12\",\"op\":\"bid\"} ")).isEqualTo(expected);
        assertThat(decode("{\"op\":\"bid\",\"auction\":\"12\",\"amount\":345,\"max\":400,"
                + "\"quantity\":2,\"round\":0,\"allOrNothing\":false}")).isEqualTo(expected);
    }

    /** Bids put together from pieces, right and wrong ones, and then with some bytes changed. */
    @Test
    void readsABidStraightJustAsTheGeneralReaderDoes() {
        var random = new Random(11);
        var pieces = new String[]{"\"auction\":\"12\"", "\"auction\":\"0\"", "\"auction\": \"7\" ",
                "\"auction\":\"1234567890123456789\"", "\"amount\":345", "\"amount\":1.5",
                "\"amount\":01", "\"amount\":1e2", "\"amount\":0", "\"amount\":-1",
                "\"amount\":1000000000000000", "\"amount\":1000000000000001", "\"max\":400",
                "\"max\":0", "\"quantity\":2", "\"quantity\":1000000001", "\"round\":0",
                "\"round\":00", "\"round\":9223372036854775807", "\"allOrNothing\":true",
                "\"by\":\"ann\"", "\"buy\":true", "\"amo\\u0075nt\":3", " \n\t\"amount\" :\r 12 "};
        var straight = 0;
        for (var i = 0; i < 300_000; i++) {
            var json = new StringBuilder(random.nextInt(4) == 0 ? "{\"op\":\"bid\""
                    : "{\"op\":\"bid\",\"auction\":\"5\",\"amount\":6");
            for (var n = random.nextInt(5); n > 0; n--) {
                json.append(',').append(pieces[random.nextInt(pieces.length)]);
            }
            var bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
            for (var n = random.nextInt(3); n > 1; n--) { // one in three
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            var bid = BidDecoder.decode(bytes, 0, bytes.length);
            if (bid != null) {
                straight++;
                assertThat(bid).as(json.toString())
                        .isEqualTo(CommandDecoder.general(bytes, 0, bytes.length));
            }
        }
        assertThat(straight).isGreaterThan(10_000);
    }

    @Test
    void readsFromThePartOfAnArray() {
        var bytes = ("xx" + BID + "yy").getBytes(StandardCharsets.UTF_8);
        assertThat(MessageCodec.decodeCommand(bytes, 2, bytes.length - 4))
                .isEqualTo(decode(BID))
                .isInstanceOf(Command.Bid.class);
    }

    @Test
    void refusesWhatIsTooLargeOrDeepOrNotText() {
        assertThat(decode("{\"op\":\"" + "a".repeat(300_000) + "\"}"))
                .isInstanceOf(Command.Malformed.class);
        assertThat(decode("[".repeat(100_000))).isInstanceOf(Command.Malformed.class);
        assertThat(decode("{\"a\":".repeat(20_000))).isInstanceOf(Command.Malformed.class);
        assertThat(MessageCodec.decodeCommand(BID.getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(Command.Malformed.class);
        assertThat(MessageCodec.decodeCommand(new byte[]{'{', '"', (byte) 0xc0, (byte) 0x80}))
                .isInstanceOf(Command.Malformed.class);
        assertThat(MessageCodec.decodeCommand(new byte[]{'{', '"', (byte) 0xed, (byte) 0xa0,
                (byte) 0x80, '"', ':', '1', '}'})).isInstanceOf(Command.Malformed.class);
    }

    static Stream<Command> texts() {
        return Stream.of(decode("{\"op\":\"create\",\"name\":\"" + "n".repeat(500) + "\"}"),
                decode("{\"op\":\"consign\",\"name\":\"n\",\"description\":\""
                        + "ä".repeat(100_000) + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void takesTextsUpToTheirLimit(Command command) {
        assertThat(command).isNotInstanceOf(Command.Malformed.class);
        assertThat(decode("{\"op\":\"create\",\"name\":\"" + "n".repeat(501) + "\"}"))
                .isInstanceOf(Command.Malformed.class);
    }

    @Test
    void neverThrowsWhateverTheBytes() {
        var random = new Random(7);
        var valid = ("{\"op\":\"create\",\"name\":\"a ä 𝄞\",\"increment\":[[0,5],[9,1]],"
                + "\"softClose\":{\"windowMillis\":5},\"invited\":[\"ann\"],\"open\":true}")
                .getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < 200_000; i++) {
            byte[] bytes;
            if (i % 3 == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                bytes = (i % 3 == 1 ? valid : BID.getBytes(StandardCharsets.UTF_8)).clone();
                for (var n = random.nextInt(4); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                if (random.nextInt(4) == 0) {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                }
            }
            assertThat(MessageCodec.decodeCommand(bytes)).isNotNull();
            assertThat(MessageCodec.decodeQuery(bytes)).isNotNull();
        }
    }
}
