package dev.gavel.auction.codec;

import dev.gavel.auction.format.Condition;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Field.Choice;
import dev.gavel.auction.schema.Field.Flag;
import dev.gavel.auction.schema.Field.Rows;
import dev.gavel.auction.schema.Field.Text;
import dev.gavel.auction.schema.Field.Texts;
import dev.gavel.auction.schema.Field.Time;
import dev.gavel.auction.schema.Field.Whole;
import dev.gavel.auction.schema.Field.Within;
import dev.gavel.auction.schema.Head;
import dev.gavel.auction.schema.Shape;
import dev.gavel.auction.schema.Unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the house answers: the records of outcomes, views and events. Tests hold the writers to it: no field is
 * written that is not told here, and none is told that is never written.
 */
public final class Records {

    /** When a view tells a condition, where it does not always. */
    private static final Map<String, String> TOLD_WHEN = Map.of("reserve",
            "Shown to its seller only.", "invited", "Shown to its seller only.", "durationMillis",
            "Of a draft.", "buyNow", "While it is offered.", "buyNowUntil",
            "While buyNow is offered.", "maxPauseMillis",
            "Absent where nothing bounds pauses, and where its seller runs it.", "periodMillis",
            "To those who see its price.", "step", "To those who see its price.");

    private static final String MOST_NEXT = "In a reverse auction: the most that the next bid may be.";
    private static final String LEAST_NEXT = "The least that the next bid must be.";

    private static final Text AUCTION = Text.id(head("auction", "Id of the auction."));
    private static final Whole INDEX = count("index", "The log index at which this is true.");
    private static final Whole PRICE = amount("price", "The price as it stands.", 0);
    private static final Whole MINIMUM_NEXT = amount("minimumNext", LEAST_NEXT, 1);
    private static final Whole MAXIMUM_NEXT = amount("maximumNext", MOST_NEXT, 1);
    private static final Time ENDS_AT = time("endsAt", "When it ends, or ended.");
    private static final Time OPENS_AT = time("opensAt", "When it opens, or opened.");
    private static final Text LEADER = Text.user(head("leader", "The user who leads."));
    private static final Whole ROUND = new Whole(head("round", "Which round it is."), Unit.COUNT,
            -1, Long.MAX_VALUE);
    private static final Choice<String> STATE = words("state", "How far it has come.",
            QueryFields.STATE.all());
    private static final Choice<String> RESULT = words("result", "Once it is closed.",
            List.of("sold", "unsold", "pending"));
    private static final Rows AWARDS = rows("awards",
            "Who got how many at which price, where units were sold.",
            Shape.inline(Text.user(head("winner", "The user who gets them.")),
                    units("quantity", "How many.", 1), amount("price", "For each.", 0)));
    private static final Flag ANYONE_MAY_START = new Flag(head("anyoneMayStart",
            "Others than its seller may put it up for auction; absent where they may not."));
    private static final Flag ALL_OR_NOTHING = new Flag(
            head("allOrNothing", "It takes no part of the quantity; absent where it does."));
    private static final Choice<String> FORMAT = words("format", "The kind of auction.",
            FormatsByName.names());
    private static final Text CURRENCY = Text.of(head("currency", "All amounts are in it."));
    private static final Text MESSAGE = free("message", "One sentence for people.");
    private static final Text SELLER_KEY = free("sellerKey",
            "The key by which the seller's program signs its rounds.");

    private static final Shape AUTOMATIC = Shape.of("Automatic",
            "What the house bid for the leader in answer to the bid, where an earlier maximum "
                    + "outbid it at once.",
            always(Text.user(head("bidder", "The leader."))),
            always(amount("amount", "What was bid.", 0)));

    private static final Within ANSWERED = new Within(
            head("automatic", "Where a maximum outbid it at once: what the house bid in answer."),
            AUTOMATIC);

    /** What becomes of a command, and every refusal. */
    public static final Shape OUTCOME = Shape.of("Outcome", "",
            always(words("status", "Whether it was done.",
                    List.of("success", "fail", "exception"))),
            free("code", "OK, or why not; docs/MESSAGES.md lists the codes."), MESSAGE, INDEX,
            time("at", "When, by the clock of the log."), AUCTION,
            new Flag(head("leading", "The caller leads, or has bought.")), PRICE, MINIMUM_NEXT,
            MAXIMUM_NEXT, ENDS_AT, millis("lateByMillis", "How long after the end it came."),
            Text.user(head("user", "The user who is registered.")),
            Text.id(head("item", "Id of the item.")), STATE, OPENS_AT,
            units("quantity", "How many units were bought.", 1),
            units("quantityLeft", "How many units are left.", 0),
            free("field", "Which field of the command is at fault."),
            amount("below", "OFF_GRID: the rung under it.", 1),
            amount("above", "OFF_GRID: the rung over it.", 1),
            amount("amount", "Of a bid that was outbid at once: what everybody is told of it.",
                    0),
            Text.user(head("leader",
                    "Of a bid that was outbid at once, and of join: the user who leads.")),
            ANSWERED, amount("yourMaximum", "Up to where the house bids for the caller.", 1),
            count("houseVersion", "Of adopt: the version that the house stands under now."),
            new Flag(head("dryRun", "Of a dry run: nothing was done.")),
            texts("withheld", "Of a dry run: fields that rest on what others keep secret, and so "
                    + "are not told."),
            new Field.Any(head("expected", "Of a dry run: those fields as they would be if nobody "
                    + "kept anything secret.")));

    /** An auction, or how it ended. */
    public static final Shape AUCTION_VIEW = auction();

    /** One bid of a history. */
    public static final Shape BID = Shape.of("Bid", "",
            Text.user(head("bidder", "The user whose bid it is.")),
            amount("amount", "As the public sees it: where the bid led the price it led at, else "
                    + "all that was offered.", 0),
            new Flag(head("automatic",
                    "The house bid it for the leader, in answer to the bid of the row before.")),
            units("quantity", "For how many units, where it is not one.", 1), ALL_OR_NOTHING,
            amount("max", "The caller's own limit.", 1), time("at", "When it was bid."), INDEX,
            new Flag(head("standing", "It leads or has won: then its amount is the price.")),
            new Flag(head("retracted", "It was taken back.")),
            new Flag(head("opened", "False of a commitment that was not opened: its amount is "
                    + "unknown, and told as 0.")));

    /** One item of the catalogue. */
    public static final Shape ITEM = Shape.of("Item", "", Text.id(head("item", "Its id.")),
            free("name", "Its name."), free("description", "More about it."),
            amount("price", "What its seller thinks it is worth.", 0),
            Text.user(head("seller", "Its seller.")),
            words("status", "What has become of it.",
                    List.of("listed", "onSale", "sold", "withdrawn")),
            Text.id(head("auction", "The auction in which it is or was sold.")), ANYONE_MAY_START);

    /** A user. */
    public static final Shape USER = Shape.of("User", "",
            Text.user(head("name", "The name by which the house knows the user.")),
            CommandFields.ADDRESS, CommandFields.DISPLAY_NAME,
            time("registeredAt", "When the user was first registered."),
            count("auctions", "In how many auctions the user takes or took part."), INDEX);

    private static final Shape TOLD = Shape.of("Told", "",
            always(free("text", "In English, with {0}, {1} … in place of the values, each once "
                    + "and in order.")),
            always(rows("values", "Each with exactly one field.",
                    Shape.inline(Text.user(head("user", "A user.")),
                            amount("money", "An amount in the auction's currency.",
                                    Long.MIN_VALUE),
                            time("time", "An instant."), millis("millis", "A length of time."),
                            new Whole(head("number", "A number."), Unit.COUNT, Long.MIN_VALUE,
                                    Long.MAX_VALUE)))));

    /** Why an auction stands as it does. */
    public static final Shape EXPLANATION = Shape.of("Explanation", "", always(AUCTION),
            always(FORMAT), always(CURRENCY), always(STATE),
            PRICE.as(head("price", "The price, where the caller may see it.")),
            always(free("message", "All sentences in one.")),
            always(texts("sentences", "Why, sentence by sentence.")),
            always(rows("told", "The same sentences with names, amounts, times and lengths of "
                    + "time apart, for screens that write them in their reader's words, zone and "
                    + "money.", TOLD)),
            always(INDEX));

    /** Whether the caller may bid. */
    public static final Shape ENTITLEMENT = Shape.of("Entitlement", "", always(AUCTION),
            always(Text.user(head("user", "The user who asks."))),
            always(new Flag(head("canBid", "Whether the user may bid now."))),
            always(free("code", "OK, or the first reason why not.")), always(MESSAGE),
            free("wouldDo", "If not: what would do."),
            words("op", "If so: the command for it.",
                    List.of("bid", "accept", "confirm", "withdraw", "commit", "reveal")),
            ROUND, units("quantity", "For how many units minimumNext is.", 1), MINIMUM_NEXT,
            MAXIMUM_NEXT, OPENS_AT, ENDS_AT,
            millis("lateByMillis", "How long after the end it is."),
            time("pauseEndsAt", "With PAUSED: when it goes on by itself at the latest. Of rounds "
                    + "only where everybody sees them."),
            always(INDEX));

    /** What happened, as watchers are told of it. */
    public static final Shape EVENT = Shape.of("Event",
            "What happened, as the watcher may be told of it.",
            always(free("position", "index.ordinal, the same on every server.")),
            always(words("type", "What it is.", WireNames.EVENT_TYPES)),
            always(time("at", "When, by the clock of the log.")), AUCTION,
            Text.user(head("user", "The user whom it is about.")),
            Text.id(head("item", "Id of the item.")), Text.user(head("seller", "The seller.")),
            free("name", "Name of the auction or item."), PRICE, FORMAT, CURRENCY,
            amount("start", "The opening price.", 0), OPENS_AT, ENDS_AT,
            time("formerEndsAt", "When it was to end before."),
            words("cause", "Why the end moved.", List.of("bid", "group", "outage")),
            Text.user(head("bidder", "The user who bid.")), amount("amount", "What was bid.", 0),
            ANSWERED, LEADER, MINIMUM_NEXT, MAXIMUM_NEXT, free("reason", "Why it was taken back."),
            ROUND, time("roundEndsAt", "When the round ends."),
            units("quantity", "For how many units.", 1), ALL_OR_NOTHING,
            units("quantityLeft", "How many units are left.", 0),
            time("revealEndsAt", "Until when bids may be opened."),
            time("pausedAt", "When it was paused."), time("endedAt", "When it ended."),
            time("cancelledAt", "When it was called off."), RESULT,
            Text.user(head("winner", "The user who won, where it is one.")),
            amount("hammerPrice", "At which price, where it is one.", 0), AWARDS,
            time("offerUntil", "Until when the seller may take the bid below the reserve."),
            time("updatedAt", "When the seller's program was heard of."),
            count("houseVersion",
                    "Version of the rules that the house stands under from here on."),
            count("formerVersion", "The version before."), ANYONE_MAY_START);

    /** A page of auctions. */
    public static final Shape AUCTIONS = page("Auctions", rows("auctions", "A page of auctions.",
            AUCTION_VIEW));

    /** A page of a history. */
    public static final Shape BIDS = page("Bids", AUCTION, rows("bids", "A page of bids.", BID));

    /** A page of signed rounds. */
    public static final Shape ROUNDS = page("Rounds", AUCTION, SELLER_KEY,
            rows("rounds", "A page of rounds.", CommandFields.SIGNED));

    /** A page of the catalogue. */
    public static final Shape ITEMS = page("Items", rows("items", "A page of items.", ITEM));

    private static final Shape PART = Shape.of("FieldPart", "A field within a field.",
            always(free("name", "Its name in JSON.")),
            always(words("type", "What its values are.", FormatsWriter.TYPES)),
            always(free("about", "What it means, in one sentence.")),
            always(new Flag(head("required", "Whether it must be given."))),
            always(count("since", "The first version of the house that knows it.")),
            words("unit", "What a whole number counts.",
                    Arrays.stream(Unit.values()).map(Unit::word).toList()),
            new Whole(head("least", "The smallest number that is taken."), Unit.COUNT,
                    Long.MIN_VALUE, Long.MAX_VALUE),
            new Whole(head("most", "The largest number that is taken."), Unit.COUNT, Long.MIN_VALUE,
                    Long.MAX_VALUE),
            texts("oneOf", "The names that are taken."),
            new Field.Any(head("default", "What is meant where it is left out; absent where that "
                    + "is nothing.")));

    /** A field of a new auction. */
    public static final Shape FIELD = new Shape("Field", "A field, and what it takes.",
            PART.fields()).with(count("charsMax", "Length of the longest text, in UTF-16 units."),
                    count("entriesMost", "How many entries a list may have."),
                    texts("tables", "Of an increment: the tables that have a name."),
                    count("percentMost",
                            "Of an increment: the largest percentage; the least is 1."),
                    count("bandsMost", "Of an increment: how many bands it may have."),
                    rows("fields", "Of an object: the fields within it.", PART));

    /** A kind of auction. */
    public static final Shape FORMAT_TOLD = Shape.of("Format",
            "A kind of auction, and what it can be held under.", always(FORMAT),
            always(free("about", "How lots are sold in it, in one sentence.")),
            always(count("since", "The first version of the house that knows it.")),
            always(words("direction", "Which way bids go.", List.of("up", "down"))),
            always(new Flag(head("secret", "Nobody knows of the others' bids before the close."))),
            always(new Flag(head("rounds", "A clock calls its prices, round by round."))),
            always(texts("ops", "The commands by which bidders act in it.")),
            always(texts("bidFields", "What `bid` takes besides `auction`; empty where nobody "
                    + "bids.")),
            always(rows("conditions", "The conditions of sale that `create` takes for it.",
                    FIELD)));

    /** All kinds of auction. */
    public static final Shape FORMATS = Shape.of("Formats", "All kinds of auction.",
            always(count("newest", "The newest version of the house that this program knows.")),
            always(rows("create", "What `create` takes for every kind besides its conditions.",
                    FIELD)),
            always(rows("formats", "Each kind.", FORMAT_TOLD)));

    private Records() {}

    /** All that are described by a name of their own. */
    public static List<Shape> all() {
        return List.of(OUTCOME, AUCTION_VIEW, BID, ITEM, USER, EXPLANATION, TOLD, ENTITLEMENT,
                EVENT, AUTOMATIC, CommandFields.SIGNED, FORMATS, FORMAT_TOLD, FIELD, PART);
    }

    private static Shape auction() {
        var fields = new ArrayList<Field>(List.of(AUCTION, free("name", "Its name."),
                new Within(head("item", "What is sold."), Shape.inline(free("name", "Its name."),
                        free("description", "More about it."),
                        Text.id(head("item", "Its id in the catalogue.")))),
                Text.user(head("seller", "Its seller.")), FORMAT, CURRENCY, STATE, RESULT, AWARDS,
                amount("start", "The opening price.", 0), PRICE, MINIMUM_NEXT, MAXIMUM_NEXT,
                count("bids", "How many bids there are."), LEADER,
                Text.user(head("winner", "The user who won.")),
                amount("hammerPrice", "At which price.", 0),
                new Flag(head("reserveMet", "The price has reached the reserve.")), OPENS_AT,
                ENDS_AT, time("roundEndsAt", "Of a clock that runs: when the round ends."),
                millis("remainingMillis", "How long until then."),
                time("pauseEndsAt", "While it is paused: when it goes on by itself at the latest. "
                        + "Of a clock only to those who see its round."),
                ROUND, time("updatedAt",
                        "While the seller's program runs it: when it was last heard of."),
                words("stage", "Of commitments, while it runs.", List.of("commit", "reveal")),
                new Field.Marks(head("participants", "Users, and whether they are in."))));
        fields.addAll(conditions());
        fields.addAll(List.of(units("quantityLeft", "How many units are left.", 0),
                rows("standingAwards", "While units are sold by open bids: who would get how many "
                        + "at which price as it stands, the best bid first; at most 1000.",
                        AWARDS.shape()),
                units("yourStandingQuantity", "How many of them the caller would get.", 0),
                new Within(head("minimumNextForMore", "From how many units on a bid at a lower "
                        + "price than minimumNext would do, and the least such price of one unit."),
                        Shape.inline(units("quantity", "From how many on.", 2),
                                amount("amount", "For each.", 1))),
                count("yourConfirmedRound", "Where rounds are to be confirmed: the last one the "
                        + "caller confirmed; absent for none."),
                count("yourMissedRounds", "Where rounds are to be confirmed: how many in a row, "
                        + "before the present one, the caller did not confirm. More than `grace`, "
                        + "the present one included, and the caller is out at its end."),
                amount("yourMaximum", "The caller's own.", 1),
                amount("yourRetracted", "The best that the caller took back here. While it is "
                        + "open, the caller's next bid or maximum must be at least that; in a "
                        + "reverse auction at most.", 1),
                units("yourQuantity", "For how many units the caller's own secret bid or bid for "
                        + "units is; of a falling clock how many the caller has bought so far.",
                        0),
                amount("yourBid", "The caller's own secret bid; of bids for units the price of "
                        + "one; of other open bids all that the newest bid of theirs that was not "
                        + "taken back offers.", 0),
                free("message", "Of a result: how it ended or stands, in one sentence."), INDEX));
        return new Shape("Auction",
                "An auction as the caller may see it; what they may not see is absent.", fields);
    }

    /** The conditions of sale, under the names and in the shapes in which {@code create} takes them. */
    private static List<Field> conditions() {
        var fields = new ArrayList<Field>(List.of(CreateFields.VISIBILITY, CreateFields.INVITED,
                CreateFields.DURATION, CreateFields.OUTAGE_GRACE, CreateFields.MAX_PAUSE));
        for (var condition : Condition.values()) {
            switch (condition) {
                case END -> {
                    // a draft's length is told above, and later when it ends
                }
                case RESERVE -> fields.addAll(List.of(
                        new Flag(head("hasReserve",
                                "Whether there is a reserve; its amount is secret.")),
                        CreateFields.RESERVE));
                case RETRACTION -> fields.addAll(List.of(CreateFields.RETRACT_UNTIL,
                        new Flag(head("retractionBinds", "Where bids can be taken back: those who "
                                + "do bid again from the best of them on only."))));
                default -> fields.addAll(CreateFields.of(condition));
            }
        }
        return fields.stream().map(Records::told).toList();
    }

    private static Field told(Field field) {
        var own = field.head();
        var when = TOLD_WHEN.get(own.name());
        return field.as(head(own.name(), when == null ? own.about() : own.about() + " " + when));
    }

    private static Field always(Field field) {
        return field.as(field.head().always());
    }

    private static Shape page(String name, Field... fields) {
        return Shape.of(name, "", fields)
                .with(free("next", "Cursor of the next page; absent on the last."), INDEX);
    }

    private static Whole amount(String name, String about, long least) {
        return new Whole(head(name, about), Unit.MINOR_UNITS, least, Long.MAX_VALUE);
    }

    private static Whole units(String name, String about, long least) {
        return new Whole(head(name, about), Unit.UNITS, least, Long.MAX_VALUE);
    }

    private static Whole millis(String name, String about) {
        return new Whole(head(name, about), Unit.MILLISECONDS, 0, Long.MAX_VALUE);
    }

    private static Whole count(String name, String about) {
        return new Whole(head(name, about), Unit.COUNT, 0, Long.MAX_VALUE);
    }

    private static Time time(String name, String about) {
        return new Time(head(name, about));
    }

    private static Text free(String name, String about) {
        return new Text(head(name, about), Text.Form.MADE, Integer.MAX_VALUE);
    }

    private static Texts texts(String name, String about) {
        return new Texts(head(name, about), Text.Form.MADE, Integer.MAX_VALUE);
    }

    private static Rows rows(String name, String about, Shape shape) {
        return new Rows(head(name, about), shape, Integer.MAX_VALUE);
    }

    private static Choice<String> words(String name, String about, List<String> words) {
        return new Choice<>(head(name, about),
                words.stream().map(word -> new Choice.Named<>(word, word)).toList(),
                Optional.empty());
    }

    private static Head head(String name, String about) {
        return Head.of(name, about);
    }
}
