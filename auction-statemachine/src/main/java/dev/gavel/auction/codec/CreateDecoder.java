package dev.gavel.auction.codec;

import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.Closing;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.Pricing;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.Timing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.schema.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of {@code create}. */
final class CreateDecoder {

    private CreateDecoder() {}

    static Command decode(Fields fields) throws BadField {
        var name = fields.given(CreateFields.NAME);
        var kind = format(fields);
        checkFields(fields, kind);
        var format = Formats.of(kind);
        var lot = lot(fields, name);
        // the order counts: of several fields that will not do, the first is told
        var currency = currency(fields);
        var start = fields.usual(CreateFields.START);
        var timing = timing(fields);
        var increments = increments(fields);
        var grid = fields.flag(CreateFields.GRID);
        var reserve = reserve(fields);
        var proxy = fields.usual(CreateFields.PROXY);
        var pricing = new Pricing(start, increments, grid, reserve, buyNow(fields));
        var closing = new Closing(timing, softClose(fields), fields.optional(CreateFields.GROUP));
        var conditions = new ConditionsOfSale(kind, currency, pricing, closing, proxy,
                fields.optional(CreateFields.RETRACT_UNTIL), rounds(fields, format),
                fields.usual(CreateFields.QUANTITY), sealedTerms(fields), access(fields, format));
        return new Command.Create(name, lot, conditions, fields.flag(CreateFields.OPEN),
                fields.flag(CreateFields.UNIQUE));
    }

    private static FormatKind format(Fields fields) throws BadField {
        var name = fields.optional(Field.Text.of(CreateFields.FORMAT.head()))
                .or(CreateFields.FORMAT::usualName)
                .orElseThrow();
        return WireNames.format(name)
                .filter(kind -> fields.knows(Formats.of(kind).since()))
                .orElseThrow(() -> fields.bad(CreateFields.FORMAT, WireNames.FORMAT_RULE));
    }

    private static void checkFields(Fields fields, FormatKind kind) throws BadField {
        for (var name : CreateFields.names()) {
            if (fields.has(name) && !CreateFields.isFor(name, kind)) {
                throw fields.bad(name, "Auctions of the format " + WireNames.nameOf(kind)
                        + " have no such condition.");
            }
        }
    }

    private static Lot lot(Fields fields, String auctionName) throws BadField {
        var item = fields.optional(CreateFields.ITEM);
        var name = fields.optional(CreateFields.ITEM_NAME);
        var description = fields.optional(CreateFields.ITEM_DESCRIPTION);
        if (item.isEmpty()) {
            return new Lot(name.orElse(auctionName), description.orElse(""), Optional.empty());
        }
        if (name.isPresent() || description.isPresent()) {
            throw fields.bad(
                    name.isPresent() ? CreateFields.ITEM_NAME : CreateFields.ITEM_DESCRIPTION,
                    "Give either item or itemName and itemDescription, not both.");
        }
        var id = ItemId.parse(item.get());
        if (id.isEmpty()) {
            throw fields.bad(CreateFields.ITEM, "It must be an item's id, such as \"1\".");
        }
        return new Lot("", "", id);
    }

    private static Currency currency(Fields fields) throws BadField {
        var code = fields.optional(CreateFields.CURRENCY)
                .or(CreateFields.CURRENCY::usual)
                .orElseThrow();
        return Currency.of(code)
                .orElseThrow(() -> fields.bad(CreateFields.CURRENCY,
                        "It must be a currency of ISO 4217, such as EUR."));
    }

    private static Timing timing(Fields fields) throws BadField {
        return new Timing(fields.optional(CreateFields.OPENS_AT),
                fields.optional(CreateFields.DURATION), fields.optional(CreateFields.ENDS_AT),
                fields.usual(CreateFields.OUTAGE_GRACE), fields.usual(CreateFields.MAX_PAUSE));
    }

    private static IncrementTable increments(Fields fields) throws BadField {
        var field = CreateFields.INCREMENT;
        var value = fields.take(field);
        return switch (value) {
            case null -> IncrementTable.UNIT;
            case String name -> IncrementPresets.named(name)
                    .orElseThrow(() -> fields.bad(field, "There is no table of that name; "
                            + "known are " + String.join(", ", IncrementPresets.NAMES) + "."));
            case Map<?, ?> map -> percent(fields, map);
            case List<?> list -> bands(fields, list);
            default -> IncrementTable.fixed(
                    fields.number(value, field.name(), Field.Steps.LEAST, Limits.AMOUNT_MAX));
        };
    }

    private static IncrementTable percent(Fields fields, Map<?, ?> map) throws BadField {
        var percent = map.get(Field.Steps.PERCENT);
        if (percent == null || map.size() != 1) {
            throw fields.bad(CreateFields.INCREMENT, "As an object it must be {\"percent\": n}.");
        }
        return new IncrementTable.Percent((int) fields.number(percent,
                CreateFields.INCREMENT.name() + "." + Field.Steps.PERCENT, Field.Steps.LEAST,
                Limits.PERCENT_MAX));
    }

    private static IncrementTable bands(Fields fields, List<?> list) throws BadField {
        var field = CreateFields.INCREMENT;
        if (list.isEmpty() || list.size() > Limits.BANDS_MAX) {
            throw fields.bad(field, "It must have 1 to " + Limits.BANDS_MAX + " bands.");
        }
        var bands = new ArrayList<IncrementTable.Band>();
        for (var entry : list) {
            if (!(entry instanceof List<?> pair) || pair.size() != 2) {
                throw fields.bad(field, "Each band must be [from, step].");
            }
            var from = fields.number(pair.get(0), field.name(), 0, Limits.AMOUNT_MAX);
            if (!bands.isEmpty() && from <= bands.getLast().from()) {
                throw fields.bad(field, "Each band must begin above the one before.");
            }
            bands.add(new IncrementTable.Band(from, fields.number(pair.get(1), field.name(),
                    Field.Steps.LEAST, Limits.AMOUNT_MAX)));
        }
        return new IncrementTable.Bands(bands);
    }

    private static Reserve reserve(Fields fields) throws BadField {
        var given = fields.has(CreateFields.RESERVE);
        for (var field : List.of(CreateFields.RESERVE_MODE, CreateFields.BELOW_RESERVE,
                CreateFields.OFFER)) {
            if (fields.has(field) && !given) {
                throw fields.bad(field, "There is no reserve it could be about.");
            }
        }
        return new Reserve(fields.optional(CreateFields.RESERVE).orElse(0),
                fields.usual(CreateFields.RESERVE_MODE), fields.usual(CreateFields.BELOW_RESERVE),
                fields.usual(CreateFields.OFFER));
    }

    private static Optional<BuyNow> buyNow(Fields fields) throws BadField {
        var price = fields.optional(CreateFields.BUY_NOW);
        if (price.isEmpty()) {
            if (fields.has(CreateFields.BUY_NOW_UNTIL)) {
                throw fields.bad(CreateFields.BUY_NOW_UNTIL,
                        "There is no buyNow it could be about.");
            }
            return Optional.empty();
        }
        return Optional.of(
                new BuyNow(price.getAsLong(), fields.usual(CreateFields.BUY_NOW_UNTIL)));
    }

    private static Optional<SoftClose> softClose(Fields outer) throws BadField {
        var given = outer.optional(CreateFields.SOFT_CLOSE);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var fields = given.get();
        var window = fields.given(CreateFields.WINDOW);
        var softClose = new SoftClose(window, fields.optional(CreateFields.EXTEND).orElse(window),
                fields.usual(CreateFields.TRIGGER), fields.usual(CreateFields.MODE),
                (int) fields.optional(CreateFields.MAX_EXTENSIONS).orElse(Integer.MAX_VALUE),
                fields.optional(CreateFields.HARD_END).orElse(Times.NEVER));
        fields.end();
        return Optional.of(softClose);
    }

    private static RoundTerms rounds(Fields fields, Format format) throws BadField {
        return new RoundTerms(fields.optional(CreateFields.PERIOD).orElse(0),
                fields.optional(CreateFields.STEP).orElse(0), fields.usual(CreateFields.FLOOR),
                fields.usual(CreateFields.CONFIRM), (int) fields.usual(CreateFields.GRACE),
                seller(fields, format));
    }

    private static Optional<SellerRun> seller(Fields fields, Format format) throws BadField {
        var isRunBySeller = fields.usual(CreateFields.RUN_BY);
        if (!isRunBySeller) {
            if (fields.has(CreateFields.SELLER_KEY)) {
                throw fields.bad(CreateFields.SELLER_KEY,
                        "The house runs this auction; only an auction with "
                                + "runBy seller has rounds that its seller signs.");
            }
            return Optional.empty();
        }
        if (!format.conditions().contains(Condition.RUN_BY_SELLER)) {
            throw fields.bad(CreateFields.RUN_BY,
                    "Only a rising clock, format clock, can be run by its seller's program.");
        }
        var text = fields.optional(CreateFields.SELLER_KEY);
        if (text.isEmpty()) {
            return Optional.of(new SellerRun(Optional.empty()));
        }
        var key = SellerKey.parse(text.get());
        if (key.isEmpty()) {
            throw fields.bad(CreateFields.SELLER_KEY, SellerKey.RULE);
        }
        return Optional.of(new SellerRun(key));
    }

    private static SealedTerms sealedTerms(Fields fields) throws BadField {
        var commit = fields.flag(CreateFields.COMMIT);
        var reveal = fields.optional(CreateFields.REVEAL);
        return new SealedTerms(commit,
                reveal.orElse(commit ? CreateFields.REVEAL.usual().orElseThrow() : 0),
                fields.usual(CreateFields.MARGIN));
    }

    private static Access access(Fields fields, Format format) throws BadField {
        var invited = new ArrayList<UserName>();
        for (var text : fields.texts(CreateFields.INVITED)) {
            invited.add(UserName.parse(text)
                    .orElseThrow(() -> fields.bad(CreateFields.INVITED, UserName.RULE + ".")));
        }
        return new Access(
                fields.optional(CreateFields.VISIBILITY).orElseGet(format::usualVisibility),
                invited);
    }
}
