package dev.gavel.client.shell;

import dev.gavel.client.cli.Feed;
import dev.gavel.client.cli.House;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Consumer;

/** Tells what happens in the chosen auction, on a thread of its own. */
final class LiveEvents implements AutoCloseable {
    private static final long LOOK_MILLIS = 300;

    private final Consumer<String> printer;
    private Optional<String> followed = Optional.empty();
    private @Nullable Thread thread;

    LiveEvents(Consumer<String> printer) {
        this.printer = printer;
    }

    /** Follows this auction instead, where it is another. */
    void follow(House house, Optional<String> auction) {
        if (auction.equals(followed)) {
            return;
        }
        stop();
        followed = auction;
        thread = auction.map(id -> Thread.ofPlatform()
                .daemon()
                .name("gavel-events")
                .start(() -> tell(house, id))).orElse(null);
    }

    private void tell(House house, String auction) {
        try (var feed = Feed.of(house, auction)) {
            while (!Thread.currentThread().isInterrupted()) {
                var news = feed.next(LOOK_MILLIS);
                if (news != null) {
                    printer.accept(Feed.line(house, news));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // another auction was chosen
        }
    }

    private void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
