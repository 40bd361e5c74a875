package dev.gavel.sellerrun;

import dev.gavel.client.Answer;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the house says, where anything but a yes ends what was to be done. */
final class Answers {

    private Answers() {}

    static Outcome done(Outcome outcome) throws SaleFailedException {
        if (!outcome.succeeded()) {
            throw new SaleFailedException(outcome);
        }
        return outcome;
    }

    static JsonObject found(Answer answer) throws SaleFailedException {
        if (!answer.found()) {
            throw new SaleFailedException(answer.refusal());
        }
        return answer.json();
    }

    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a future failed that never does", e);
        }
    }
}
