package dev.gavel.sellerrun;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a sale speaks to its buyers. */
public interface Announcer {

    /** How one try to tell a buyer ended. */
    enum Reach {
        /** The buyer's program has heard it. */
        HEARD,
        /** Nobody listens there, or it is not that buyer. */
        REFUSED,
        /** No answer in time: it may be slow, or gone. */
        SILENT
    }

    /**
     * Tells one buyer how the sale stands.
     *
     * @param address where the buyer's program listens, {@code host:port}
     * @param patience how long to wait for the answer
     * @return never fails; completed on any thread
     */
    CompletableFuture<Reach> tell(String buyer, String address, Round round, Duration patience);
}
