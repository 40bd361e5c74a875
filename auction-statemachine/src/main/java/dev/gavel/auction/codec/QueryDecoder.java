package dev.gavel.auction.codec;

import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.UserName;

import java.util.Optional;

/** Bytes to queries: total and strict. */
final class QueryDecoder {

    private static final int ID_CHARS_MAX = 18;
    private static final String WITHIN = ".1";

    private QueryDecoder() {}

    static Query decode(byte[] array, int offset, int length) {
        try {
            return general(Fields.of(Json.object(array, offset, length)));
        } catch (BadField e) {
            return new Query.Malformed(e.field(), e.sentence());
        }
    }

    private static Query general(Fields fields) throws BadField {
        var kind = fields.text("query", Limits.SHORT_TEXT_CHARS_MAX);
        var query = switch (kind) {
            case "auction" -> new Query.OneAuction(auction(fields));
            case "auctions" -> new Query.Auctions(state(fields), format(fields),
                    user(fields, "seller"), fields.optionalText("q", Limits.NAME_CHARS_MAX),
                    fields.flag("mine"), limit(fields), after(fields));
            case "bids" -> bids(fields);
            case "rounds" -> new Query.Rounds(auction(fields), limit(fields), after(fields));
            case "items" -> new Query.Items(user(fields, "seller"), fields.flag("all"),
                    limit(fields), after(fields));
            case "result" -> new Query.AuctionResult(auction(fields));
            case "explain" -> new Query.Explain(auction(fields));
            case "canBid" -> new Query.CanBid(auction(fields));
            case "dryRun" -> new Query.DryRun(CommandDecoder.decode(fields.message("command")));
            case "user" -> new Query.User(
                    user(fields, "name").orElseThrow(() -> fields.missing("name")));
            default -> throw new BadField("query", "There is no query of that name.");
        };
        fields.end();
        return query;
    }

    private static AuctionId auction(Fields fields) throws BadField {
        return AuctionId.parse(fields.text("auction", ID_CHARS_MAX))
                .orElseThrow(
                        () -> fields.bad("auction", "It must be an auction's id, such as \"1\"."));
    }

    private static Optional<String> state(Fields fields) throws BadField {
        var name = fields.optionalText("state", Limits.SHORT_TEXT_CHARS_MAX);
        if (name.isPresent() && !WireNames.isState(name.get())) {
            throw fields.bad("state",
                    "It must be one of: cancelled, closed, draft, open, paused, scheduled.");
        }
        return name;
    }

    private static Optional<FormatKind> format(Fields fields) throws BadField {
        var name = fields.optionalText("format", Limits.SHORT_TEXT_CHARS_MAX);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var format = WireNames.format(name.get());
        if (format.isEmpty()) {
            throw fields.bad("format",
                    WireNames.FORMAT_RULE);
        }
        return format;
    }

    private static Optional<UserName> user(Fields fields, String name) throws BadField {
        var text = fields.optionalText(name, Limits.SHORT_TEXT_CHARS_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var user = UserName.parse(text.get());
        if (user.isEmpty()) {
            throw fields.bad(name, UserName.RULE + ".");
        }
        return user;
    }

    private static int limit(Fields fields) throws BadField {
        return (int) fields.optionalNumber("limit", 1, Limits.PAGE_ROWS_MAX)
                .orElse(Limits.PAGE_ROWS_DEFAULT);
    }

    /** The cursor of a history may end in {@code .1}: behind a bid, before the answer to it. */
    private static Query bids(Fields fields) throws BadField {
        var auction = auction(fields);
        var limit = limit(fields);
        var after = fields.optionalText("after", ID_CHARS_MAX + WITHIN.length()).orElse("0");
        var isWithin = after.endsWith(WITHIN);
        return new Query.Bids(auction, limit,
                cursor(fields, isWithin ? after.substring(0, after.length() - WITHIN.length())
                        : after),
                isWithin);
    }

    /** A cursor: a number as text, as the page before gave it. */
    private static long after(Fields fields) throws BadField {
        return cursor(fields, fields.optionalText("after", ID_CHARS_MAX).orElse("0"));
    }

    private static long cursor(Fields fields, String text) throws BadField {
        return text.equals("0") ? 0
                : AuctionId.parse(text)
                        .orElseThrow(() -> fields.bad("after",
                                "It must be the cursor of the page before."))
                        .value();
    }
}
