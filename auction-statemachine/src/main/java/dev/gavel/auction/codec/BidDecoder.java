package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Limits;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads a bid straight from the parser, since nearly every command is one. Takes only what is plainly
 * right; where anything is odd it gives up, and the general reader says what is wrong.
 */
final class BidDecoder {

    private static final int AUCTION = 1;
    private static final int AMOUNT = 2;
    private static final int MAX = 4;
    private static final int QUANTITY = 8;
    private static final int ROUND = 16;

    private BidDecoder() {}

    /** The bid, read on from its {@code op}; null if it is for the general reader to look at. */
    static Command.@org.jspecify.annotations.Nullable Bid decode(JsonParser parser)
            throws IOException {
        AuctionId auction = null;
        var amount = 0L;
        var max = OptionalLong.empty();
        var quantity = OptionalLong.empty();
        var round = OptionalLong.empty();
        var seen = 0;
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            var field = bitOf(name);
            if (field == 0 || (seen & field) != 0) {
                return null;
            }
            seen |= field;
            var token = parser.nextToken();
            if (field == AUCTION) {
                var id = token == JsonToken.VALUE_STRING ? AuctionId.parse(parser.getText())
                        : java.util.Optional.<AuctionId>empty();
                if (id.isEmpty()) {
                    return null;
                }
                auction = id.get();
                continue;
            }
            if (token != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return null;
            }
            var value = parser.getLongValue();
            if (value < (field == ROUND ? 0 : 1) || value > mostOf(field)) {
                return null;
            }
            switch (field) {
                case AMOUNT -> amount = value;
                case MAX -> max = OptionalLong.of(value);
                case QUANTITY -> quantity = OptionalLong.of(value);
                default -> round = OptionalLong.of(value);
            }
        }
        if (auction == null || (seen & AMOUNT) == 0
                || parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            return null;
        }
        return new Command.Bid(auction, amount, max, quantity, round, false);
    }

    private static long mostOf(int field) {
        return field == QUANTITY ? Limits.QUANTITY_MAX
                : field == ROUND ? Long.MAX_VALUE : Limits.AMOUNT_MAX;
    }

    private static int bitOf(String name) {
        return switch (name) {
            case "auction" -> AUCTION;
            case "amount" -> AMOUNT;
            case "max" -> MAX;
            case "quantity" -> QUANTITY;
            case "round" -> ROUND;
            default -> 0;
        };
    }
}
