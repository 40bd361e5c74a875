package dev.gavel.sellerrun;

import dev.gavel.client.Answer;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.wire.v1.Consistency;

import java.util.concurrent.CompletableFuture;

/** The house, as the programs of sellers and buyers use it. Futures never fail. */
public interface SaleHouse {

    /** Has a command done; the same key again gets the first outcome again. */
    CompletableFuture<Outcome> tell(JsonObject command, String key);

    /** Reads what is true now. */
    CompletableFuture<Answer> ask(JsonObject query);

    /** Reads what may lag a little, but needs no majority. */
    CompletableFuture<Answer> askAny(JsonObject query);

    /** How people type {@code call}, a verb and what belongs to it, for this house; for a hint. */
    default String typedAs(String call) {
        return "gavel " + call;
    }

    /** The house, for {@code user}. */
    static SaleHouse of(AuctionClient client, String user) {
        return new SaleHouse() {
            @Override
            public CompletableFuture<Outcome> tell(JsonObject command, String key) {
                return client.executeAsync(user, command.toBytes(), key);
            }

            @Override
            public CompletableFuture<Answer> ask(JsonObject query) {
                return client.queryAsync(user, query);
            }

            @Override
            public CompletableFuture<Answer> askAny(JsonObject query) {
                return client.queryAsync(user, query, Consistency.LOCAL);
            }
        };
    }
}
