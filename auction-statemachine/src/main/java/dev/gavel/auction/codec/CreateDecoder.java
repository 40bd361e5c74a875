package dev.gavel.auction.codec;

import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.IncrementPresets;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.Timing;
import dev.gavel.auction.model.UserName;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of {@code create}. */
final class CreateDecoder {

    private static final int ID_CHARS_MAX = 18;
    /** The version that brought a bound on pauses. */
    private static final int PAUSES_END = 2;

    private CreateDecoder() {}

    static Command decode(Fields given) throws BadField {
        var fields = given.declared(CreateFields.names());
        var name = fields.name("name");
        var kind = format(fields);
        checkFields(fields, kind);
        var format = Formats.of(kind);
        var lot = lot(fields, name);
        var conditions = new ConditionsOfSale(kind, currency(fields),
                fields.optionalAmount("start", 0).orElse(0), timing(fields), increments(fields),
                fields.flag("grid"), reserve(fields), proxy(fields), buyNow(fields),
                softClose(fields), fields.optionalName("group"),
                fields.optionalInstant("retractUntil"), rounds(fields, format),
                fields.optionalNumber("quantity", 1, Limits.QUANTITY_MAX).orElse(1),
                sealedTerms(fields), access(fields, format));
        return new Command.Create(name, lot, conditions, fields.flag("open"),
                fields.flag("unique"));
    }

    private static FormatKind format(Fields fields) throws BadField {
        var name = fields.optionalText("format", Limits.SHORT_TEXT_CHARS_MAX).orElse("english");
        return WireNames.format(name)
                .filter(kind -> fields.knows(Formats.of(kind).since()))
                .orElseThrow(() -> fields.bad("format",
                        WireNames.FORMAT_RULE));
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
        var item = fields.optionalText("item", ID_CHARS_MAX);
        var name = fields.optionalName("itemName");
        var description = fields.optionalText("itemDescription", Limits.DESCRIPTION_CHARS_MAX);
        if (item.isEmpty()) {
            return new Lot(name.orElse(auctionName), description.orElse(""), Optional.empty());
        }
        if (name.isPresent() || description.isPresent()) {
            throw fields.bad(name.isPresent() ? "itemName" : "itemDescription",
                    "Give either item or itemName and itemDescription, not both.");
        }
        var id = ItemId.parse(item.get());
        if (id.isEmpty()) {
            throw fields.bad("item", "It must be an item's id, such as \"1\".");
        }
        return new Lot("", "", id);
    }

    private static Currency currency(Fields fields) throws BadField {
        var code = fields.optionalText("currency", Limits.SHORT_TEXT_CHARS_MAX);
        if (code.isEmpty()) {
            return Currency.EUR;
        }
        return Currency.of(code.get())
                .orElseThrow(
                        () -> fields.bad("currency",
                                "It must be a currency of ISO 4217, such as EUR."));
    }

    private static Timing timing(Fields fields) throws BadField {
        return new Timing(fields.optionalInstant("opensAt"),
                fields.optionalNumber("durationMillis", 1, Limits.DURATION_MILLIS_MAX),
                fields.optionalInstant("endsAt"),
                fields.optionalNumber("outageGraceMillis", Limits.OUTAGE_GRACE_MILLIS_MIN,
                        Limits.OUTAGE_GRACE_MILLIS_MAX).orElse(Limits.OUTAGE_GRACE_MILLIS_MIN),
                maxPause(fields));
    }

    private static long maxPause(Fields fields) throws BadField {
        return fields.knows(PAUSES_END) ? fields.optionalNumber("maxPauseMillis", 0,
                Limits.PAUSE_MILLIS_MAX).orElse(Limits.PAUSE_MILLIS_DEFAULT)
                : Limits.PAUSE_MILLIS_DEFAULT;
    }

    private static IncrementTable increments(Fields fields) throws BadField {
        var value = fields.take("increment");
        return switch (value) {
            case null -> IncrementTable.UNIT;
            case String name -> IncrementPresets.named(name)
                    .orElseThrow(() -> fields.bad("increment", "There is no table of that name; "
                            + "known are " + String.join(", ", IncrementPresets.NAMES) + "."));
            case Map<?, ?> map -> percent(fields, map);
            case List<?> list -> bands(fields, list);
            default -> IncrementTable
                    .fixed(fields.number(value, "increment", 1, Limits.AMOUNT_MAX));
        };
    }

    private static IncrementTable percent(Fields fields, Map<?, ?> map) throws BadField {
        var percent = map.get("percent");
        if (percent == null || map.size() != 1) {
            throw fields.bad("increment", "As an object it must be {\"percent\": n}.");
        }
        return new IncrementTable.Percent((int) fields.number(percent, "increment.percent", 1,
                Limits.PERCENT_MAX));
    }

    private static IncrementTable bands(Fields fields, List<?> list) throws BadField {
        if (list.isEmpty() || list.size() > Limits.BANDS_MAX) {
            throw fields.bad("increment", "It must have 1 to " + Limits.BANDS_MAX + " bands.");
        }
        var bands = new ArrayList<IncrementTable.Band>();
        for (var entry : list) {
            if (!(entry instanceof List<?> pair) || pair.size() != 2) {
                throw fields.bad("increment", "Each band must be [from, step].");
            }
            var from = fields.number(pair.get(0), "increment", 0, Limits.AMOUNT_MAX);
            if (!bands.isEmpty() && from <= bands.getLast().from()) {
                throw fields.bad("increment", "Each band must begin above the one before.");
            }
            bands.add(new IncrementTable.Band(from,
                    fields.number(pair.get(1), "increment", 1, Limits.AMOUNT_MAX)));
        }
        return new IncrementTable.Bands(bands);
    }

    private static Reserve reserve(Fields fields) throws BadField {
        var given = fields.has("reserve");
        for (var name : List.of("reserveMode", "belowReserve", "offerMillis")) {
            if (fields.has(name) && !given) {
                throw fields.bad(name, "There is no reserve it could be about.");
            }
        }
        return new Reserve(fields.optionalAmount("reserve", 1).orElse(0),
                fields.choice("reserveMode", Reserve.Mode.PLAIN,
                        Map.of("plain", Reserve.Mode.PLAIN, "jump", Reserve.Mode.JUMP)),
                fields.choice("belowReserve", Reserve.Below.UNSOLD,
                        Map.of("unsold", Reserve.Below.UNSOLD, "offer", Reserve.Below.OFFER)),
                fields.optionalNumber("offerMillis", 1, Limits.DURATION_MILLIS_MAX)
                        .orElse(Reserve.OFFER_MILLIS_DEFAULT));
    }

    private static ProxyMode proxy(Fields fields) throws BadField {
        return fields.choice("proxy", ProxyMode.ALLOWED, Map.of("allowed", ProxyMode.ALLOWED,
                "always", ProxyMode.ALWAYS, "never", ProxyMode.NEVER));
    }

    private static Optional<BuyNow> buyNow(Fields fields) throws BadField {
        var price = fields.optionalAmount("buyNow", 1);
        if (price.isEmpty()) {
            if (fields.has("buyNowUntil")) {
                throw fields.bad("buyNowUntil", "There is no buyNow it could be about.");
            }
            return Optional.empty();
        }
        return Optional.of(new BuyNow(price.getAsLong(),
                fields.choice("buyNowUntil", BuyNow.Until.FIRST_BID,
                        Map.of("firstBid", BuyNow.Until.FIRST_BID, "reserveMet",
                                BuyNow.Until.RESERVE_MET))));
    }

    private static Optional<SoftClose> softClose(Fields outer) throws BadField {
        var given = outer.object("softClose");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var fields = given.get();
        var window = fields.number("windowMillis", 1, Limits.WINDOW_MILLIS_MAX);
        var softClose = new SoftClose(window,
                fields.optionalNumber("extendMillis", 1, Limits.WINDOW_MILLIS_MAX).orElse(window),
                fields.choice("trigger", SoftClose.Trigger.PRICE,
                        Map.of("accepted", SoftClose.Trigger.ACCEPTED, "price",
                                SoftClose.Trigger.PRICE, "lead", SoftClose.Trigger.LEAD)),
                fields.choice("mode", SoftClose.Mode.RESET,
                        Map.of("reset", SoftClose.Mode.RESET, "add", SoftClose.Mode.ADD)),
                (int) fields.optionalNumber("maxExtensions", 0, Integer.MAX_VALUE)
                        .orElse(Integer.MAX_VALUE),
                fields.optionalInstant("hardEnd").orElse(Times.NEVER));
        fields.end();
        return Optional.of(softClose);
    }

    private static RoundTerms rounds(Fields fields, Format format) throws BadField {
        return new RoundTerms(
                fields.optionalNumber("periodMillis", Limits.PERIOD_MILLIS_MIN,
                        Limits.PERIOD_MILLIS_MAX).orElse(0),
                fields.optionalAmount("step", 1).orElse(0),
                fields.optionalAmount("floor", 1).orElse(1),
                fields.choice("confirm", false, Map.of("stay", false, "confirm", true)),
                (int) fields.optionalNumber("grace", 0, Integer.MAX_VALUE).orElse(0),
                seller(fields, format));
    }

    private static Optional<SellerRun> seller(Fields fields, Format format) throws BadField {
        var isRunBySeller = fields.choice("runBy", false, Map.of("house", false, "seller", true));
        if (!isRunBySeller) {
            if (fields.has("sellerKey")) {
                throw fields.bad("sellerKey", "The house runs this auction; only an auction with "
                        + "runBy seller has rounds that its seller signs.");
            }
            return Optional.empty();
        }
        if (!format.conditions().contains(Condition.RUN_BY_SELLER)) {
            throw fields.bad("runBy",
                    "Only a rising clock, format clock, can be run by its seller's program.");
        }
        var text = fields.optionalText("sellerKey", Limits.SHORT_TEXT_CHARS_MAX);
        if (text.isEmpty()) {
            return Optional.of(new SellerRun(Optional.empty()));
        }
        var key = SellerKey.parse(text.get());
        if (key.isEmpty()) {
            throw fields.bad("sellerKey", SellerKey.RULE);
        }
        return Optional.of(new SellerRun(key));
    }

    private static SealedTerms sealedTerms(Fields fields) throws BadField {
        var commit = fields.flag("commit");
        return new SealedTerms(commit,
                fields.optionalNumber("revealMillis", 1, Limits.DURATION_MILLIS_MAX)
                        .orElse(commit ? SealedTerms.REVEAL_MILLIS_DEFAULT : 0),
                fields.choice("margin", false, Map.of("partial", false, "proRata", true)));
    }

    private static Access access(Fields fields, Format format) throws BadField {
        var invited = new ArrayList<UserName>();
        for (var text : fields.texts("invited", Limits.INVITED_MAX)) {
            invited.add(UserName.parse(text)
                    .orElseThrow(() -> fields.bad("invited", UserName.RULE + ".")));
        }
        return new Access(
                fields.choice("visibility",
                        format.usualVisibility(),
                        Map.of("public", Access.Visibility.PUBLIC, "participants",
                                Access.Visibility.PARTICIPANTS, "invited",
                                Access.Visibility.INVITED)),
                invited);
    }
}
