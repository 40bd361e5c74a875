package dev.gavel.auction.codec;

import dev.gavel.auction.format.Condition;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Field.Choice;
import dev.gavel.auction.schema.Field.Choice.Named;
import dev.gavel.auction.schema.Field.Flag;
import dev.gavel.auction.schema.Field.Steps;
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
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The fields of {@code create}: what the house reads, what a view tells of the conditions of sale, what
 * {@code GET /v1/formats} and the description of the HTTP interface say, and what the command line offers. A name
 * that is not here is no field of it, whoever would read it.
 */
public final class CreateFields {

    /** The version that brought a bound on pauses. */
    private static final int PAUSES_END = 2;

    static final Text OP = Text.of(Head.required("op", "Which command it is."));
    static final Text NAME = Text.name(Head.required("name", "Name of the auction."));
    static final Text ITEM = Text.id(Head.of("item",
            "Id of an item in the catalogue, whose name and description hold."));
    static final Text ITEM_NAME = Text.name(Head.of("itemName",
            "What is sold, where it is not in the catalogue; left out: the name of the auction."));
    static final Text ITEM_DESCRIPTION = new Text(
            Head.of("itemDescription", "More about what is sold."), Text.Form.FREE,
            Limits.DESCRIPTION_CHARS_MAX);
    static final Choice<FormatKind> FORMAT = new Choice<>(
            Head.of("format", "The kind of auction."), Arrays.stream(FormatKind.values())
                    .map(kind -> new Named<>(WireNames.nameOf(kind), kind))
                    .toList(),
            WireNames.format("english"));
    static final Text CURRENCY = new Text(
            Head.of("currency", "Code of the currency, of ISO 4217; all amounts are in it."),
            Text.Form.CURRENCY, Limits.SHORT_TEXT_CHARS_MAX, Optional.of(Currency.EUR.code()));
    static final Whole START = Whole.amount(Head.of("start", "Opening price: the least first bid; "
            + "in a reverse auction the most that is paid."), 0).usually(0);
    static final Time OPENS_AT = new Time(Head.of("opensAt", "When it opens by itself."));
    static final Whole DURATION = millis("durationMillis",
            "How long it takes bids once it is open.", 1, Limits.DURATION_MILLIS_MAX);
    static final Time ENDS_AT = new Time(
            Head.of("endsAt", "When it ends; in place of a length."));
    static final Whole OUTAGE_GRACE = millis("outageGraceMillis",
            "Outages that are longer move the end.", Limits.OUTAGE_GRACE_MILLIS_MIN,
            Limits.OUTAGE_GRACE_MILLIS_MAX).usually(Limits.OUTAGE_GRACE_MILLIS_MIN);
    static final Whole MAX_PAUSE = new Whole(Head.of("maxPauseMillis",
            "How long it may be paused, all pauses together; then it goes on by itself. "
                    + "0: it cannot be paused.")
            .from(PAUSES_END), Unit.MILLISECONDS, 0, Limits.PAUSE_MILLIS_MAX)
            .usually(Limits.PAUSE_MILLIS_DEFAULT);

    static final Steps INCREMENT = new Steps(Head.of("increment", "By how much the next bid must "
            + "be better: an amount, a percentage, a table by its name, or bands of prices; left "
            + "out: the smallest unit."));
    static final Flag GRID = new Flag(
            Head.of("grid", "Only amounts on the ladder of these steps are taken."));
    static final Choice<ProxyMode> PROXY = choice("proxy", "Whether bids can have a secret maximum "
            + "up to which the house bids on: allowed, always (each amount is one) or never.",
            List.of(named("allowed", ProxyMode.ALLOWED), named("always", ProxyMode.ALWAYS),
                    named("never", ProxyMode.NEVER)));
    static final Whole BUY_NOW = Whole.amount(Head.of("buyNow",
            "Price at which a bid ends it at once."), 1);
    static final Choice<BuyNow.Until> BUY_NOW_UNTIL = choice("buyNowUntil",
            "Until when it can be bought at once: the first bid, or that the reserve is met.",
            List.of(named("firstBid", BuyNow.Until.FIRST_BID),
                    named("reserveMet", BuyNow.Until.RESERVE_MET)));
    static final Time RETRACT_UNTIL = new Time(
            Head.of("retractUntil", "Until when bids may be taken back; left out: they bind."));

    static final Whole RESERVE = Whole.amount(
            Head.of("reserve", "Secret price below which it is not sold."), 1);
    static final Choice<Reserve.Mode> RESERVE_MODE = choice("reserveMode",
            "How the price behaves below the reserve: plain, as if there were none, or jump, to "
                    + "the maximum of who leads.",
            List.of(named("plain", Reserve.Mode.PLAIN), named("jump", Reserve.Mode.JUMP)));
    static final Choice<Reserve.Below> BELOW_RESERVE = choice("belowReserve",
            "What becomes of the best bid below the reserve: unsold, or an offer to the seller.",
            List.of(named("unsold", Reserve.Below.UNSOLD), named("offer", Reserve.Below.OFFER)));
    static final Whole OFFER = millis("offerMillis",
            "With belowReserve offer: how long the seller may think.", 1,
            Limits.DURATION_MILLIS_MAX).usually(Reserve.OFFER_MILLIS_DEFAULT);

    static final Whole WINDOW = new Whole(Head.required("windowMillis",
            "A bid with less than this left moves the end."), Unit.MILLISECONDS, 1,
            Limits.WINDOW_MILLIS_MAX);
    static final Whole EXTEND = millis("extendMillis",
            "How long is left after it; left out: the window.", 1, Limits.WINDOW_MILLIS_MAX);
    static final Choice<SoftClose.Trigger> TRIGGER = choice("trigger",
            "Which bids do: those that move the price, all that are accepted, or those that take "
                    + "the lead.",
            List.of(named("price", SoftClose.Trigger.PRICE),
                    named("accepted", SoftClose.Trigger.ACCEPTED),
                    named("lead", SoftClose.Trigger.LEAD)));
    static final Choice<SoftClose.Mode> MODE = choice("mode",
            "reset: the extension is left after the bid; add: the end is later by the extension.",
            List.of(named("reset", SoftClose.Mode.RESET), named("add", SoftClose.Mode.ADD)));
    static final Whole MAX_EXTENSIONS = new Whole(
            Head.of("maxExtensions", "How often at most; left out: any number."), Unit.COUNT, 0,
            Integer.MAX_VALUE);
    static final Time HARD_END = new Time(Head.of("hardEnd", "Later than this it never ends."));
    static final Within SOFT_CLOSE = new Within(Head.of("softClose",
            "Late bids move the end, so that others can answer; left out: the end stays."),
            Shape.inline(WINDOW, EXTEND, TRIGGER, MODE, MAX_EXTENSIONS, HARD_END));
    static final Text GROUP = Text.name(
            Head.of("group", "Auctions of one seller and group are extended together."));

    static final Whole PERIOD = millis("periodMillis", "Length of a round.",
            Limits.PERIOD_MILLIS_MIN, Limits.PERIOD_MILLIS_MAX);
    static final Whole STEP = Whole.amount(
            Head.of("step", "By how much the price changes from round to round."), 1);
    static final Whole FLOOR = Whole.amount(Head.of("floor", "Lowest price."), 1).usually(1);
    static final Choice<Boolean> CONFIRM = choice("confirm",
            "stay: who has joined is in until they withdraw; confirm: bidders stay in by "
                    + "confirming each round.",
            List.of(named("stay", false), named("confirm", true)));
    static final Whole GRACE = new Whole(
            Head.of("grace", "How many rounds in a row a bidder may leave unconfirmed."),
            Unit.ROUNDS, 0, Integer.MAX_VALUE).usually(0);
    static final Choice<Boolean> RUN_BY = choice("runBy",
            "Who calls the rounds: the house, or a program of the seller's own.",
            List.of(named("house", false), named("seller", true)));
    static final Text SELLER_KEY = Text.of(Head.of("sellerKey",
            "With runBy seller: the Ed25519 public key by which that program signs its rounds, in "
                    + "base64, of 32 bytes or in X.509 form."));

    static final Whole QUANTITY = new Whole(Head.of("quantity", "How many units are sold."),
            Unit.UNITS, 1, Limits.QUANTITY_MAX).usually(1);
    static final Flag COMMIT = new Flag(Head.of("commit",
            "Bidders post the hash of their bid before the end, and open it thereafter."));
    static final Whole REVEAL = millis("revealMillis",
            "With commit: how long bids may be opened after the end.", 1,
            Limits.DURATION_MILLIS_MAX).usually(SealedTerms.REVEAL_MILLIS_DEFAULT);
    static final Choice<Boolean> MARGIN = choice("margin",
            "Who gets the last units: partial, who bid earlier, or proRata, each in proportion.",
            List.of(named("partial", false), named("proRata", true)));

    static final Choice<Access.Visibility> VISIBILITY = new Choice<>(Head.of("visibility",
            "Who sees it: the public; price and bidders only the participants; or nobody but those "
                    + "invited."),
            List.of(named("public", Access.Visibility.PUBLIC),
                    named("participants", Access.Visibility.PARTICIPANTS),
                    named("invited", Access.Visibility.INVITED)),
            Optional.empty());
    static final Texts INVITED = new Texts(
            Head.of("invited", "Users who may bid; left out: everybody."), Text.Form.USER,
            Limits.INVITED_MAX);
    static final Flag OPEN = new Flag(Head.of("open", "It is opened at once."));
    static final Flag UNIQUE = new Flag(Head.of("unique",
            "Refuse it if the seller has one that is exactly alike and not over."));

    /** What is said of an auction besides the conditions of its sale. */
    private static final List<Field> PLAIN = List.of(OP, NAME, ITEM, ITEM_NAME, ITEM_DESCRIPTION,
            FORMAT, OPEN, UNIQUE);

    /** Conditions that every kind of auction knows: these come before its own, and these after them. */
    private static final List<Field> FIRST = List.of(CURRENCY, START, OPENS_AT, OUTAGE_GRACE,
            MAX_PAUSE);
    private static final List<Field> LAST = List.of(VISIBILITY, INVITED);

    private static final Map<Condition, List<Field>> OWN = own();
    private static final Shape SHAPE = all();
    private static final SortedSet<String> NAMES = Collections
            .unmodifiableSortedSet(new TreeSet<>(SHAPE.names()));
    private static final Map<String, Condition> CONDITIONS = conditions();

    private CreateFields() {}

    /** The fields of each condition that some kinds of auction have and others have not. */
    private static Map<Condition, List<Field>> own() {
        var own = new LinkedHashMap<Condition, List<Field>>();
        for (var condition : Condition.values()) {
            own.put(condition, switch (condition) {
                case END -> List.of(DURATION, ENDS_AT);
                case RESERVE -> List.of(RESERVE);
                case BELOW_RESERVE -> List.of(BELOW_RESERVE, OFFER);
                case RESERVE_MODE -> List.of(RESERVE_MODE);
                case INCREMENT -> List.of(INCREMENT);
                case GRID -> List.of(GRID);
                case PROXY -> List.of(PROXY);
                case BUY_NOW -> List.of(BUY_NOW, BUY_NOW_UNTIL);
                case SOFT_CLOSE -> List.of(SOFT_CLOSE);
                case GROUP -> List.of(GROUP);
                case RETRACTION -> List.of(RETRACT_UNTIL);
                case CONFIRMATION -> List.of(CONFIRM, GRACE);
                case RUN_BY_SELLER -> List.of(RUN_BY, SELLER_KEY);
                case PACE -> List.of(PERIOD, STEP);
                case FLOOR -> List.of(FLOOR);
                case COMMITMENT -> List.of(COMMIT, REVEAL);
                case QUANTITY -> List.of(QUANTITY);
                case MARGIN -> List.of(MARGIN);
            });
        }
        return Collections.unmodifiableMap(own);
    }

    private static Shape all() {
        var all = new ArrayList<Field>(PLAIN);
        all.addAll(FIRST);
        OWN.values().forEach(all::addAll);
        all.addAll(LAST);
        return new Shape("CreateCommand",
                "Creates an auction: a draft, scheduled with opensAt, or open with open.", all);
    }

    private static Map<String, Condition> conditions() {
        var conditions = new LinkedHashMap<String, Condition>();
        OWN.forEach((condition, fields) -> fields
                .forEach(field -> conditions.put(field.name(), condition)));
        return conditions;
    }

    private static Whole millis(String name, String about, long least, long most) {
        return new Whole(Head.of(name, about), Unit.MILLISECONDS, least, most);
    }

    private static <T> Named<T> named(String name, T value) {
        return new Named<>(name, value);
    }

    /** The first name is what is meant where none is given. */
    private static <T> Choice<T> choice(String name, String about, List<Named<T>> names) {
        return new Choice<>(Head.of(name, about), names,
                Optional.of(names.getFirst().value()));
    }

    /** All names, in order. */
    public static SortedSet<String> names() {
        return NAMES;
    }

    /** All fields, in the order in which they are told. */
    public static Shape shape() {
        return SHAPE;
    }

    /** What is said of an auction of any kind besides its conditions of sale, {@code op} left out. */
    public static List<Field> plain() {
        return PLAIN.subList(1, PLAIN.size());
    }

    /**
     * The conditions of sale that auctions of {@code kind} know, as they know them: what an auction of that kind
     * must say is required, and what is meant where nothing is said is what that kind means. A bound that a rule
     * draws more narrowly than the decoder is the rule's.
     */
    public static List<Field> of(FormatKind kind) {
        var format = Formats.of(kind);
        var fields = new ArrayList<Field>(FIRST);
        OWN.forEach((condition, own) -> {
            if (format.conditions().contains(condition)) {
                fields.addAll(own);
            }
        });
        fields.addAll(LAST);
        return fields.stream().map(field -> as(format, field)).toList();
    }

    private static Field as(Format format, Field field) {
        if (field.equals(VISIBILITY)) {
            return new Choice<>(VISIBILITY.head(), VISIBILITY.names(),
                    Optional.of(format.usualVisibility()));
        }
        if (field.equals(CURRENCY)) {
            return new Text(CURRENCY.head(), CURRENCY.form(), Currency.CODE_CHARS,
                    CURRENCY.usual());
        }
        if (field.equals(SELLER_KEY)) {
            return new Text(SELLER_KEY.head(), SELLER_KEY.form(), SellerKey.CHARS_MAX);
        }
        if (field.equals(START)) {
            var head = format.needs().contains(START.name()) ? START.head().always()
                    : START.head();
            return new Whole(head, START.unit(), format.leastStart(), START.most(), START.usual());
        }
        return format.needs().contains(field.name()) ? field.as(field.head().always()) : field;
    }

    /** The fields about {@code condition}. */
    static List<Field> of(Condition condition) {
        return OWN.getOrDefault(condition, List.of());
    }

    /** The kinds that know {@code field} as a condition; empty of what every kind knows, and of other fields. */
    public static Set<FormatKind> knownBy(Field field) {
        var condition = CONDITIONS.get(field.name());
        var kinds = EnumSet.noneOf(FormatKind.class);
        if (condition != null && of(condition).stream().anyMatch(own -> isSame(own, field))) {
            for (var kind : FormatKind.values()) {
                if (Formats.of(kind).conditions().contains(condition)) {
                    kinds.add(kind);
                }
            }
        }
        return kinds;
    }

    /** The same in words, as {@code clock, dutch} or {@code not clock, dutch}, whichever is shorter. */
    public static String kindsOf(Field field) {
        var kinds = knownBy(field);
        var others = EnumSet.allOf(FormatKind.class);
        others.removeAll(kinds);
        return kinds.isEmpty() ? ""
                : kinds.size() <= others.size() ? names(kinds) : "not " + names(others);
    }

    private static String names(Set<FormatKind> kinds) {
        return String.join(", ", kinds.stream().map(WireNames::nameOf).toList());
    }

    /** Whether they differ in what is said of them only, as between a command and a view. */
    private static boolean isSame(Field one, Field other) {
        return one.as(other.head()).equals(other);
    }

    /**
     * Whether auctions of {@code kind} know the field {@code name}, which is one of these. Who runs the rounds
     * can be said of every kind, as long as it is the house.
     */
    static boolean isFor(String name, FormatKind kind) {
        var condition = CONDITIONS.get(name);
        return condition == null || condition == Condition.RUN_BY_SELLER
                || Formats.of(kind).conditions().contains(condition);
    }
}
