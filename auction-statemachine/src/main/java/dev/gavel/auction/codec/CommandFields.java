package dev.gavel.auction.codec;

import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Field.Flag;
import dev.gavel.auction.schema.Field.Marks;
import dev.gavel.auction.schema.Field.Rows;
import dev.gavel.auction.schema.Field.Text;
import dev.gavel.auction.schema.Field.Texts;
import dev.gavel.auction.schema.Field.Time;
import dev.gavel.auction.schema.Field.Whole;
import dev.gavel.auction.schema.Head;
import dev.gavel.auction.schema.Shape;
import dev.gavel.auction.schema.Unit;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every command: its name, its fields and an example. The decoder takes no field that is not told here. */
public final class CommandFields {

    /**
     * A command.
     *
     * @param op its name
     * @param shape its fields, {@code op} first
     * @param example one that is taken, as JSON
     */
    public record Op(String op, Shape shape, String example) {}

    /** The version that brought {@code adopt}, items that anybody may start, and bids that only buy. */
    private static final int SECOND = 2;

    static final Text AUCTION = Text.id(Head.required("auction", "Id of the auction, as \"1\"."));
    static final Whole ROUND = new Whole(
            Head.of("round", "The round it answers; refused if that is over."), Unit.COUNT, 0,
            Long.MAX_VALUE);

    static final Whole AMOUNT = Whole.amount(Head.required("amount",
            "What is offered; of units, for each."), 1);
    static final Whole MAX = Whole.amount(Head.of("max", "Secret limit up to which the house bids "
            + "on; in a reverse auction down to which."), 1);
    static final Whole UNITS = new Whole(
            Head.of("quantity", "For how many units; left out: one."), Unit.UNITS, 1,
            Limits.QUANTITY_MAX);
    static final Flag ALL_OR_NOTHING = new Flag(
            Head.of("allOrNothing", "It takes no part of the quantity."));
    static final Flag BUY = new Flag(Head.of("buy", "It only buys, at the buy-now price, amount; "
            + "refused with BUY_NOW_OVER once that is no longer offered.").from(SECOND));

    static final Text ADDRESS = Text.of(
            Head.of("address", "Where a program of the user's can be reached."));
    static final Text DISPLAY_NAME = Text.of(
            Head.of("displayName", "The name by which the user is shown."));
    static final Text ITEM_NAME = Text.name(Head.required("name", "Name of the item."));
    static final Text DESCRIPTION = new Text(Head.of("description", "More about it."),
            Text.Form.FREE, Limits.DESCRIPTION_CHARS_MAX);
    static final Whole PRICE_THOUGHT = Whole.amount(
            Head.of("price", "What its seller thinks it is worth."), 0);
    static final Flag ANYONE_MAY_START = new Flag(Head.of("anyoneMayStart", "Others may put it up "
            + "for auction, too; its seller stays the seller.").from(SECOND));
    static final Text ITEM = Text.id(Head.required("item", "Id of the item, as \"3\"."));
    static final Text REASON = Text.of(Head.required("reason", "Why; everybody sees it."));
    static final Text HASH = Text.hex(Head.required("hash",
            "SHA-256 of `auction|bidder|amount|nonce`."));
    static final Text NONCE = Text
            .hex(Head.required("nonce", "The random part of what was hashed."));
    static final Whole VERSION = new Whole(
            Head.required("version", "The version that is wanted.").from(SECOND), Unit.COUNT, 1,
            Integer.MAX_VALUE);

    static final Whole REPORTED_ROUND = new Whole(
            Head.required("round", "The round that runs; -1 before the start."), Unit.COUNT, -1,
            Integer.MAX_VALUE);
    static final Whole REPORTED_PRICE = Whole.amount(
            Head.required("price", "The price of that round."), 0);
    static final Marks PARTICIPANTS = new Marks(Head.of("participants", "Users, and whether they "
            + "are still in; who is not named stays as they are."));
    static final Flag FINISHED = new Flag(Head.of("finished", "The auction is over."));
    static final Text WINNER = Text.user(Head.of("winner", "With finished: the last user in."));

    static final Whole SIGNED_ROUND = new Whole(Head.required("round", "Which round it is."),
            Unit.COUNT, 0, Integer.MAX_VALUE);
    static final Whole SIGNED_PRICE = Whole.amount(Head.required("price", "Its price."), 0);
    static final Time SIGNED_AT = new Time(
            Head.required("at", "When it began, by the clock of the seller's program."));
    static final Texts OUT = new Texts(Head.required("out", "All users who are out by then."),
            Text.Form.USER, Limits.SELLER_RUN_PARTICIPANTS_MAX);
    static final Text SIGNATURE = Text.of(
            Head.required("signature", "Ed25519 signature of 64 bytes, in base64."));

    /** A round that a seller's program has signed. */
    static final Shape SIGNED = Shape.of("SignedRound",
            "A round of a clock run by its seller's program, under that program's signature "
                    + "(docs/MESSAGES.md).",
            SIGNED_ROUND, SIGNED_PRICE, SIGNED_AT, OUT, SIGNATURE);

    static final Rows ROUNDS = new Rows(Head.of("rounds", "With a sellerKey: every round, and "
            + "every leaving, since the last report."), SIGNED, Limits.ROUNDS_PER_UPDATE_MAX);

    private static final Map<String, Op> OPS = ops();
    private static final Map<String, Set<String>> NAMES = names();

    private CommandFields() {}

    private static Map<String, Op> ops() {
        var about = new LinkedHashMap<String, Op>();
        for (var op : List.of(
                op("register", "Makes the caller a user, or changes address and display name.",
                        "'displayName':'Ann Lee'", ADDRESS, DISPLAY_NAME),
                op("consign", "Puts an item into the catalogue.",
                        "'name':'Oak table','price':12000", ITEM_NAME, DESCRIPTION,
                        PRICE_THOUGHT, ANYONE_MAY_START),
                op("withdrawItem", "Takes an own item out of the catalogue.", "'item':'3'", ITEM),
                new Op("create", CreateFields.shape(), json("create", "'name':'Oak table',"
                        + "'format':'english','start':10000,'durationMillis':45000,'open':true")),
                onAuction("open", "Opens a draft or scheduled auction now."),
                onAuction("pause", "Stops the clock."),
                onAuction("resume", "Lets the clock run on."),
                onAuction("close", "Ends it now."),
                onAuction("cancel", "Calls it off; nobody wins."),
                onAuction("acceptOffer", "The seller takes the bid below the reserve."),
                onAuction("refuseOffer", "The seller refuses the bid below the reserve."),
                onAuction("join", "Takes part; in a rising clock only before it starts.", ROUND),
                onAuction("leave", "Takes part no more.", ROUND),
                onAuction("withdraw",
                        "Drops out of a rising clock for good, or takes a secret bid back.",
                        ROUND),
                op("bid", "Bids.", "'auction':'1','amount':12500", AUCTION, AMOUNT, MAX, UNITS,
                        ROUND, ALL_OR_NOTHING, BUY),
                onAuction("accept", "Buys off a falling clock at the price of the round.", ROUND,
                        UNITS),
                op("confirm", "Stays in a rising clock for the round named.",
                        "'auction':'1','round':3", AUCTION, ROUND.as(ROUND.head().always())),
                op("retract",
                        "Takes all own bids back, where and until when the auction allows it.",
                        "'auction':'1','reason':'typing error'", AUCTION, REASON),
                op("commit", "Posts the hash of a secret bid.",
                        "'auction':'1','hash':'338bb0a9723e3785f390eaf0b014451db4c67d534afa2362"
                                + "dcd61c59c689c75c'",
                        AUCTION, HASH),
                op("reveal", "Opens a secret bid after the end.",
                        "'auction':'1','amount':12500,'nonce':'" + "0".repeat(63) + "1'", AUCTION,
                        AMOUNT, NONCE),
                op("update", "What the seller's own program reports of the clock that it runs.",
                        "'auction':'1','round':3,'price':13000,"
                                + "'participants':{'ann':true,'bob':false}",
                        AUCTION, REPORTED_ROUND, REPORTED_PRICE, PARTICIPANTS, ROUNDS, FINISHED,
                        WINNER),
                op("adopt", "Puts the house under a later version of its rules, for good; for "
                        + "operators. Auctions that are open keep theirs. From house version 2 on.",
                        "'version':2", VERSION))) {
            about.put(op.op(), op);
        }
        return Collections.unmodifiableMap(about);
    }

    private static Op onAuction(String op, String about, Field... more) {
        return op(op, about, "'auction':'1'",
                Stream.concat(Stream.of(AUCTION), Arrays.stream(more)).toArray(Field[]::new));
    }

    private static Op op(String op, String about, String example, Field... fields) {
        var all = Stream.concat(Stream.of(CreateFields.OP), Arrays.stream(fields)).toList();
        var name = Character.toUpperCase(op.charAt(0)) + op.substring(1) + "Command";
        return new Op(op, new Shape(name, about, all), json(op, example));
    }

    private static String json(String op, String rest) {
        return ("{'op':'" + op + "'," + rest + "}").replace('\'', '"');
    }

    private static Map<String, Set<String>> names() {
        var names = new LinkedHashMap<String, Set<String>>();
        OPS.forEach((op, told) -> names.put(op,
                Collections.unmodifiableSet(new TreeSet<>(told.shape().names()))));
        return names;
    }

    /** All of them, in the order in which they are told. */
    public static List<Op> all() {
        return List.copyOf(OPS.values());
    }

    /** The names of the fields of {@code op}; none where there is no such command. */
    static Set<String> namesOf(String op) {
        return NAMES.getOrDefault(op, Set.of());
    }
}
