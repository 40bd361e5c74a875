package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;

/** Bytes to commands: total and strict. */
final class CommandDecoder {

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

    private static Command general(Fields given) throws BadField {
        var op = given.given(CreateFields.OP);
        var fields = given.declared(CommandFields.namesOf(op));
        var command = switch (op) {
            case "bid" -> bid(fields);
            case "register" -> new Command.Register(fields.optional(CommandFields.ADDRESS),
                    fields.optional(CommandFields.DISPLAY_NAME));
            case "consign" -> new Command.Consign(fields.given(CommandFields.ITEM_NAME),
                    fields.optional(CommandFields.DESCRIPTION).orElse(""),
                    fields.optional(CommandFields.PRICE_THOUGHT),
                    fields.flag(CommandFields.ANYONE_MAY_START));
            case "withdrawItem" -> new Command.WithdrawItem(item(fields));
            case "create" -> CreateDecoder.decode(fields);
            case "open" -> new Command.Open(auction(fields));
            case "pause" -> new Command.Pause(auction(fields));
            case "resume" -> new Command.Resume(auction(fields));
            case "close" -> new Command.Close(auction(fields));
            case "cancel" -> new Command.Cancel(auction(fields));
            case "join" -> new Command.Join(auction(fields), fields.optional(CommandFields.ROUND));
            case "leave" -> new Command.Leave(auction(fields),
                    fields.optional(CommandFields.ROUND));
            case "withdraw" -> new Command.Withdraw(auction(fields),
                    fields.optional(CommandFields.ROUND));
            case "accept" -> new Command.Accept(auction(fields),
                    fields.optional(CommandFields.ROUND), fields.optional(CommandFields.UNITS));
            case "confirm" -> new Command.Confirm(auction(fields),
                    fields.given(CommandFields.ROUND));
            case "retract" -> new Command.Retract(auction(fields),
                    fields.given(CommandFields.REASON));
            case "commit" -> new Command.Commit(auction(fields), hex(fields, CommandFields.HASH));
            case "reveal" -> new Command.Reveal(auction(fields),
                    fields.given(CommandFields.AMOUNT), hex(fields, CommandFields.NONCE));
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
        if (!fields.knows(CommandFields.VERSION.head().since())) {
            throw noSuchCommand();
        }
        return new Command.Adopt(fields.given(CommandFields.VERSION));
    }

    private static BadField noSuchCommand() {
        return new BadField("op", "There is no command of that name.");
    }

    private static Command bid(Fields fields) throws BadField {
        return new Command.Bid(auction(fields), fields.given(CommandFields.AMOUNT),
                fields.optional(CommandFields.MAX), fields.optional(CommandFields.UNITS),
                fields.optional(CommandFields.ROUND), fields.flag(CommandFields.ALL_OR_NOTHING),
                fields.flag(CommandFields.BUY));
    }

    /** The auction that a command or query is about. */
    static AuctionId auction(Fields fields) throws BadField {
        return AuctionId.parse(fields.given(CommandFields.AUCTION))
                .orElseThrow(() -> fields.bad(CommandFields.AUCTION,
                        "It must be an auction's id, such as \"1\"."));
    }

    private static ItemId item(Fields fields) throws BadField {
        return ItemId.parse(fields.given(CommandFields.ITEM))
                .orElseThrow(() -> fields.bad(CommandFields.ITEM,
                        "It must be an item's id, such as \"1\"."));
    }

    private static String hex(Fields fields, Field.Text field) throws BadField {
        var text = fields.given(field);
        var isHex = text.length() == Limits.HEX_256_BITS;
        for (var i = 0; isHex && i < text.length(); i++) {
            var c = text.charAt(i);
            isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!isHex) {
            throw fields.bad(field, "It must be 64 hexadecimal digits in lower case.");
        }
        return text;
    }
}
