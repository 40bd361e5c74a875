package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;

/** Bytes to commands: total and strict. */
final class CommandDecoder {

    private static final int ID_CHARS_MAX = 18;
    private static final int HEX_256_BITS = 64;
    /** The version that brought {@code adopt}, and fields of other commands. */
    private static final int ADOPT = 2;
    /** The version that brought bids that only buy. */
    private static final int BUY = 2;

    private CommandDecoder() {}

    static Command decode(byte[] array, int offset, int length) {
        var bid = BidDecoder.decode(array, offset, length);
        return bid != null ? bid : general(array, offset, length);
    }

    /**
     * The command with these fields. What is no command to a house of the first version is looked at again as
     * the newest one knows it; both are handed on, since only the house it is asked of knows its version.
     */
    static Command decode(Fields fields) {
        var first = as(HouseVersion.FIRST, fields);
        if (!(first instanceof Command.Malformed before)) {
            return first;
        }
        var newest = as(HouseVersion.NEWEST, fields);
        return newest.equals(before) ? before
                : new Command.Later(HouseVersion.NEWEST, newest, before);
    }

    private static Command as(int version, Fields fields) {
        try {
            return general(fields.as(version));
        } catch (BadField e) {
            return new Command.Malformed(e.field(), e.sentence());
        }
    }

    /** As {@link #decode(byte[], int, int)}, for any command. */
    static Command general(byte[] array, int offset, int length) {
        try {
            return decode(Fields.of(Json.object(array, offset, length)));
        } catch (BadField e) {
            return new Command.Malformed(e.field(), e.sentence());
        }
    }

    private static Command general(Fields fields) throws BadField {
        var op = fields.text("op", Limits.SHORT_TEXT_CHARS_MAX);
        var command = switch (op) {
            case "bid" -> bid(fields);
            case "register" -> new Command.Register(
                    fields.optionalText("address", Limits.SHORT_TEXT_CHARS_MAX),
                    fields.optionalText("displayName", Limits.SHORT_TEXT_CHARS_MAX));
            case "consign" -> new Command.Consign(fields.name("name"),
                    fields.optionalText("description", Limits.DESCRIPTION_CHARS_MAX).orElse(""),
                    fields.optionalAmount("price", 0),
                    fields.knows(ADOPT) && fields.flag("anyoneMayStart"));
            case "withdrawItem" -> new Command.WithdrawItem(item(fields));
            case "create" -> CreateDecoder.decode(fields);
            case "open" -> new Command.Open(auction(fields));
            case "pause" -> new Command.Pause(auction(fields));
            case "resume" -> new Command.Resume(auction(fields));
            case "close" -> new Command.Close(auction(fields));
            case "cancel" -> new Command.Cancel(auction(fields));
            case "join" -> new Command.Join(auction(fields),
                    fields.optionalNumber("round", 0, Long.MAX_VALUE));
            case "leave" -> new Command.Leave(auction(fields),
                    fields.optionalNumber("round", 0, Long.MAX_VALUE));
            case "withdraw" -> new Command.Withdraw(auction(fields),
                    fields.optionalNumber("round", 0, Long.MAX_VALUE));
            case "accept" -> new Command.Accept(auction(fields),
                    fields.optionalNumber("round", 0, Long.MAX_VALUE),
                    fields.optionalNumber("quantity", 1, Limits.QUANTITY_MAX));
            case "confirm" -> new Command.Confirm(auction(fields),
                    fields.number("round", 0, Long.MAX_VALUE));
            case "retract" -> new Command.Retract(auction(fields),
                    fields.text("reason", Limits.SHORT_TEXT_CHARS_MAX));
            case "commit" -> new Command.Commit(auction(fields), hex(fields, "hash"));
            case "reveal" -> new Command.Reveal(auction(fields),
                    fields.number("amount", 1, Limits.AMOUNT_MAX), hex(fields, "nonce"));
            case "acceptOffer" -> new Command.AcceptOffer(auction(fields));
            case "refuseOffer" -> new Command.RefuseOffer(auction(fields));
            case "update" -> UpdateDecoder.decode(fields, auction(fields));
            case "adopt" -> adopt(fields);
            default -> throw noSuchCommand();
        };
        fields.end();
        return command;
    }

    private static Command adopt(Fields fields) throws BadField {
        if (!fields.knows(ADOPT)) {
            throw noSuchCommand();
        }
        return new Command.Adopt(fields.number("version", 1, Integer.MAX_VALUE));
    }

    private static BadField noSuchCommand() {
        return new BadField("op", "There is no command of that name.");
    }

    private static Command bid(Fields fields) throws BadField {
        return new Command.Bid(auction(fields), fields.number("amount", 1, Limits.AMOUNT_MAX),
                fields.optionalAmount("max", 1),
                fields.optionalNumber("quantity", 1, Limits.QUANTITY_MAX),
                fields.optionalNumber("round", 0, Long.MAX_VALUE), fields.flag("allOrNothing"),
                fields.knows(BUY) && fields.flag("buy"));
    }

    private static AuctionId auction(Fields fields) throws BadField {
        return AuctionId.parse(fields.text("auction", ID_CHARS_MAX))
                .orElseThrow(
                        () -> fields.bad("auction", "It must be an auction's id, such as \"1\"."));
    }

    private static ItemId item(Fields fields) throws BadField {
        return ItemId.parse(fields.text("item", ID_CHARS_MAX))
                .orElseThrow(() -> fields.bad("item", "It must be an item's id, such as \"1\"."));
    }

    private static String hex(Fields fields, String name) throws BadField {
        var text = fields.text(name, HEX_256_BITS);
        var isHex = text.length() == HEX_256_BITS;
        for (var i = 0; isHex && i < text.length(); i++) {
            var c = text.charAt(i);
            isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!isHex) {
            throw fields.bad(name, "It must be 64 hexadecimal digits in lower case.");
        }
        return text;
    }
}
