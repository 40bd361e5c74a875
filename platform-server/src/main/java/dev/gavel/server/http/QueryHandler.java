package dev.gavel.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.codec.FormatsWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.QueryFields;
import dev.gavel.auction.schema.Field;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads: each path becomes the query that gRPC callers send, so both are checked in one place. */
final class QueryHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Bytes FORMATS = Bytes.of(FormatsWriter.encode());

    private final AuctionDesk desk;

    QueryHandler(AuctionDesk desk) {
        this.desk = desk;
    }

    /** What stands behind the question mark of a read, besides its consistency. */
    static List<Field> parameters(Endpoint endpoint) {
        return switch (endpoint) {
            case AUCTIONS -> QueryFields.OF_AUCTIONS;
            case BIDS -> QueryFields.OF_A_HISTORY;
            case ROUNDS -> QueryFields.OF_A_PAGE;
            case ITEMS -> QueryFields.OF_ITEMS;
            default -> List.of();
        };
    }

    void auctions(Context context) {
        answer(context, "auctions", parameters(Endpoint.AUCTIONS));
    }

    void auction(Context context) {
        answer(context, "auction", List.of());
    }

    void result(Context context) {
        answer(context, "result", List.of());
    }

    void explain(Context context) {
        answer(context, "explain", List.of());
    }

    /** Answers whether the caller may bid, so there must be a caller. */
    void canBid(Context context) {
        Callers.required(context);
        answer(context, "canBid", List.of());
    }

    void bids(Context context) {
        answer(context, "bids", parameters(Endpoint.BIDS));
    }

    /** Answers with the rounds that a seller's program signed. */
    void rounds(Context context) {
        answer(context, "rounds", parameters(Endpoint.ROUNDS));
    }

    void items(Context context) {
        answer(context, "items", parameters(Endpoint.ITEMS));
    }

    /** The kinds of auction, as this program knows them, whatever the house holds. */
    void formats(Context context) {
        Parameters.none(context);
        Responses.send(context, 200, FORMATS, desk.appliedIndex());
    }

    void request(Context context) {
        Parameters.only(context, Set.of(Parameters.CONSISTENCY));
        var user = Callers.required(context);
        var consistency = Parameters.consistency(context);
        if (isToGoElsewhere(desk, context, consistency)) {
            return;
        }
        Responses.send(context,
                desk.firstAnswer(user.value(), context.pathParam("key"), consistency).join());
    }

    private void answer(Context context, String kind, List<Field> parameters) {
        var known = new HashSet<String>();
        parameters.forEach(field -> known.add(field.name()));
        known.add(Parameters.CONSISTENCY);
        Parameters.only(context, known);
        var by = Callers.of(context);
        var consistency = Parameters.consistency(context);
        if (isToGoElsewhere(desk, context, consistency)) {
            return;
        }
        var query = JSON.createObjectNode().put("query", kind);
        if (context.pathParamMap().containsKey("auction")) {
            query.put("auction", context.pathParam("auction"));
        }
        parameters.forEach(field -> put(query, field, context));
        var bytes = query.toString().getBytes(StandardCharsets.UTF_8);
        Responses.send(context, desk.query(MessageCodec.decodeQuery(bytes, 0, bytes.length),
                consistency, by).join());
    }

    /**
     * Puts a parameter into the query: numbers and truth values as such. The reader of queries
     * refuses bad values.
     */
    private static void put(ObjectNode query, Field field, Context context) {
        var name = field.name();
        var value = Parameters.value(context, name);
        if (value == null) {
            return;
        }
        switch (field) {
            case Field.Whole whole -> {
                if (value.matches("-?[0-9]{1,9}")) {
                    query.put(name, Integer.parseInt(value));
                } else {
                    query.put(name, value);
                }
            }
            case Field.Flag flag -> {
                if (value.equals("true") || value.equals("false")) {
                    query.put(name, value.equals("true"));
                } else {
                    query.put(name, value);
                }
            }
            default -> query.put(name, value);
        }
    }

    /**
     * Whether the caller is to ask the leader: a linearizable read needs it, and this caller wants
     * no detour.
     */
    static boolean isToGoElsewhere(AuctionDesk desk, Context context, Consistency consistency) {
        if (consistency == Consistency.LOCAL || !CommandHandler.isNotToForward(context)
                || desk.leads()) {
            return false;
        }
        Responses.send(context, new Answer.Redirect(desk.leader()), desk.appliedIndex());
        return true;
    }
}
