package dev.gavel.auction.codec;

import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.schema.Field;
import dev.gavel.auction.schema.Field.Choice;
import dev.gavel.auction.schema.Field.Flag;
import dev.gavel.auction.schema.Field.Text;
import dev.gavel.auction.schema.Field.Whole;
import dev.gavel.auction.schema.Head;
import dev.gavel.auction.schema.Unit;

import java.util.List;
import java.util.Optional;

/** The fields of queries: over HTTP the parameters of a request. */
public final class QueryFields {

    /** Which auctions: those in this state. */
    public static final Choice<String> STATE = new Choice<>(
            Head.of("state", "Only those in this state."),
            List.of(named("draft"), named("scheduled"), named("open"), named("paused"),
                    named("closed"), named("cancelled")),
            Optional.empty());

    /** Which auctions: those of this kind. */
    public static final Choice<FormatKind> FORMAT = new Choice<>(
            Head.of("format", "Only those of this kind."), CreateFields.FORMAT.names(),
            Optional.empty());

    /** Which auctions or items: those of this seller. */
    public static final Text SELLER = Text.user(Head.of("seller", "Only those of this seller."));

    /** Which auctions: those with this text. */
    public static final Text Q = new Text(Head.of("q", "Only those with this in the name or the "
            + "item, whatever the case and the accents."), Text.Form.FREE, Limits.NAME_CHARS_MAX);

    /** Which auctions: those of the caller. */
    public static final Flag MINE = new Flag(
            Head.of("mine", "Only those that the caller joined or "
                    + "bid on, in whatever state; what others take part in cannot be asked for."));

    /** Which items: all. */
    public static final Flag ALL = new Flag(
            Head.of("all", "Also those that are being sold, were sold or withdrawn."));

    /** How many rows. */
    public static final Whole LIMIT = new Whole(Head.of("limit", "How many rows at most."),
            Unit.COUNT, 1, Limits.PAGE_ROWS_MAX).usually(Limits.PAGE_ROWS_DEFAULT);

    /** After which row. */
    public static final Text AFTER = new Text(
            Head.of("after", "The cursor `next` of the page before."), Text.Form.MADE,
            Limits.ID_CHARS_MAX);

    /** What a page is asked by. */
    public static final List<Field> OF_A_PAGE = List.of(LIMIT, AFTER);

    /** What a page of a history is asked by. */
    public static final List<Field> OF_A_HISTORY = List.of(
            LIMIT.as(Head.of("limit", "How many rows at most, automatic ones included.")),
            AFTER.as(Head.of("after",
                    "The cursor `next` of the page before: how many bids to pass over, with a `.1` behind "
                            + "it where the next bid itself has been read, but not the automatic row that "
                            + "answers it.")));

    /** What auctions are asked by. */
    public static final List<Field> OF_AUCTIONS = List.of(STATE, FORMAT, SELLER, Q, MINE, LIMIT,
            AFTER);

    /** What items are asked by. */
    public static final List<Field> OF_ITEMS = List.of(SELLER, ALL, LIMIT, AFTER);

    static final Text QUERY = Text.of(Head.required("query", "Which query it is."));
    static final Text NAME = Text.user(Head.required("name", "Name of the user."));
    static final Text COMMAND = Text.of(Head.required("command", "The command to try."));

    private QueryFields() {}

    private static Choice.Named<String> named(String state) {
        return new Choice.Named<>(state, state);
    }
}
