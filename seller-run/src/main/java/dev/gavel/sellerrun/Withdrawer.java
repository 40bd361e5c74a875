package dev.gavel.sellerrun;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How a buyer tells the seller that they leave. */
public interface Withdrawer {

    /**
     * Asks the seller to take {@code buyer} out.
     *
     * @param seller where the seller's program listens, {@code host:port}
     * @param ticket what the seller gave this buyer, where it gives such
     * @return the seller's answer; empty where there is none, and the wish may have been heard or not.
     *         Never fails; completed on any thread
     */
    CompletableFuture<Optional<Sale.Verdict>> withdraw(String seller, String auction, String buyer,
            Optional<String> ticket);
}
