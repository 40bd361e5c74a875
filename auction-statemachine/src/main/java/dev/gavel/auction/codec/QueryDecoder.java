package dev.gavel.auction.codec;

import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.schema.Field;

import java.util.Optional;

/** Bytes to queries: total and strict. */
final class QueryDecoder {

    private static final String WITHIN = ".1";
    private static final Field.Text AFTER_WITHIN = new Field.Text(QueryFields.AFTER.head(),
            QueryFields.AFTER.form(), Limits.ID_CHARS_MAX + WITHIN.length());

    private QueryDecoder() {}

    static Query decode(byte[] array, int offset, int length) {
        try {
            return general(Fields.of(Json.object(array, offset, length)));
        } catch (BadField e) {
            return new Query.Malformed(e.field(), e.sentence());
        }
    }

    private static Query general(Fields fields) throws BadField {
        var kind = fields.given(QueryFields.QUERY);
        var query = switch (kind) {
            case "auction" -> new Query.OneAuction(CommandDecoder.auction(fields));
            case "auctions" -> new Query.Auctions(state(fields), format(fields),
                    user(fields, QueryFields.SELLER), fields.optional(QueryFields.Q),
                    fields.flag(QueryFields.MINE), limit(fields), after(fields));
            case "bids" -> bids(fields);
            case "rounds" -> new Query.Rounds(CommandDecoder.auction(fields), limit(fields),
                    after(fields));
            case "items" -> new Query.Items(user(fields, QueryFields.SELLER),
                    fields.flag(QueryFields.ALL), limit(fields), after(fields));
            case "result" -> new Query.AuctionResult(CommandDecoder.auction(fields));
            case "explain" -> new Query.Explain(CommandDecoder.auction(fields));
            case "canBid" -> new Query.CanBid(CommandDecoder.auction(fields));
            case "dryRun" -> new Query.DryRun(
                    CommandDecoder.decode(fields.message(QueryFields.COMMAND)));
            case "user" -> new Query.User(user(fields, QueryFields.NAME)
                    .orElseThrow(() -> fields.missing(QueryFields.NAME)));
            default -> throw new BadField("query", "There is no query of that name.");
        };
        fields.end();
        return query;
    }

    private static Optional<String> state(Fields fields) throws BadField {
        return fields.optional(QueryFields.STATE);
    }

    private static Optional<FormatKind> format(Fields fields) throws BadField {
        var name = fields.optional(Field.Text.of(QueryFields.FORMAT.head()));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var format = WireNames.format(name.get());
        if (format.isEmpty()) {
            throw fields.bad(QueryFields.FORMAT, WireNames.FORMAT_RULE);
        }
        return format;
    }

    private static Optional<UserName> user(Fields fields, Field.Text field) throws BadField {
        var text = fields.optional(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var user = UserName.parse(text.get());
        if (user.isEmpty()) {
            throw fields.bad(field, UserName.RULE + ".");
        }
        return user;
    }

    private static int limit(Fields fields) throws BadField {
        return (int) fields.usual(QueryFields.LIMIT);
    }

    /** The cursor of a history may end in {@code .1}: behind a bid, before the answer to it. */
    private static Query bids(Fields fields) throws BadField {
        var auction = CommandDecoder.auction(fields);
        var limit = limit(fields);
        var after = fields.optional(AFTER_WITHIN).orElse("0");
        var isWithin = after.endsWith(WITHIN);
        return new Query.Bids(auction, limit,
                cursor(fields, isWithin ? after.substring(0, after.length() - WITHIN.length())
                        : after),
                isWithin);
    }

    /** A cursor: a number as text, as the page before gave it. */
    private static long after(Fields fields) throws BadField {
        return cursor(fields, fields.optional(QueryFields.AFTER).orElse("0"));
    }

    private static long cursor(Fields fields, String text) throws BadField {
        return text.equals("0") ? 0
                : AuctionId.parse(text)
                        .orElseThrow(() -> fields.bad(QueryFields.AFTER,
                                "It must be the cursor of the page before."))
                        .value();
    }
}
