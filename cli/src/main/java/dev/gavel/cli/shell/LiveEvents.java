package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.FailedException;
import dev.gavel.cli.verbs.Farewell;
import dev.gavel.cli.verbs.Feed;
import dev.gavel.cli.verbs.House;
import dev.gavel.cli.verbs.Ink;
import dev.gavel.cli.verbs.LiveAuction;
import dev.gavel.cli.verbs.Look;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What happens in the chosen auction, told as it happens, and how that and the followed ones stand: each
 * on a thread of its own.
 */
final class LiveEvents implements AutoCloseable {
    private static final long LOOK_MILLIS = 300;
    /** Newest prices shown beside each. */
    private static final int SPARKS = 16;

    private final Consumer<String> printer;
    private final Map<String, Followed> followed = new LinkedHashMap<>();
    private volatile Optional<String> told = Optional.empty();

    /** One that is followed; its auction is there once it was read. */
    private static final class Followed {
        private final Thread thread;
        private Optional<LiveAuction> auction = Optional.empty();

        Followed(Runnable task) {
            thread = Thread.ofPlatform().daemon().name("gavel-events").unstarted(task);
        }
    }

    LiveEvents(Consumer<String> printer) {
        this.printer = printer;
    }

    /** Follows these and no others, and tells what happens in {@code chosen}. */
    void follow(House house, Optional<String> chosen, Set<String> others) {
        told = chosen;
        synchronized (followed) {
            followed.keySet()
                    .stream()
                    .filter(id -> !others.contains(id)
                            && chosen.filter(id::equals).isEmpty())
                    .toList()
                    .forEach(this::drop);
            chosen.ifPresent(id -> add(house, id));
            others.forEach(id -> add(house, id));
        }
    }

    private void add(House house, String id) {
        if (!followed.containsKey(id)) {
            var each = new Followed(() -> tell(house, id));
            followed.put(id, each);
            each.thread.start();
        }
    }

    private void drop(String id) {
        var gone = followed.remove(id);
        if (gone != null) {
            gone.thread.interrupt();
        }
    }

    private void tell(House house, String id) {
        try {
            var auction = LiveAuction.read(house, id);
            synchronized (followed) {
                var mine = followed.get(id);
                if (mine == null || !mine.thread.equals(Thread.currentThread())) {
                    return;
                }
                mine.auction = Optional.of(auction);
            }
            try (var feed = Feed.of(house, id, auction)) {
                listen(house, id, auction, feed);
            }
        } catch (FailedException e) {
            printer.accept("auction " + id + " cannot be followed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // another auction was chosen
        }
    }

    private void listen(House house, String id, LiveAuction auction, Feed feed)
            throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            var news = feed.next(LOOK_MILLIS);
            if (news != null) {
                synchronized (followed) {
                    auction.hear(news);
                }
                var isRepeat = news instanceof Feed.News.Happened happened && happened.isRepeat();
                if (told.filter(id::equals).isPresent() && !isRepeat) {
                    printer.accept(Feed.line(house, news));
                }
                if (news instanceof Feed.News.Happened happened && happened.event().isClose()) {
                    Farewell.of(house, id).ifPresent(printer);
                }
            }
        }
    }

    /** How each stands, a line each, for {@code user} on a terminal that looks so. */
    List<String> lines(String user, Look look) {
        var width = look.width().getAsInt() - 1;
        synchronized (followed) {
            return followed.values()
                    .stream()
                    .flatMap(each -> each.auction.stream())
                    .map(auction -> line(auction, user, width, look.colours()))
                    .toList();
        }
    }

    private static String line(LiveAuction auction, String user, int width, boolean colours) {
        var whole = auction.line(SPARKS);
        var line = whole.length() <= width ? whole : whole.substring(0, width);
        return !colours ? line : (auction.isLedBy(user) ? Ink.GOOD : Ink.NOTICE).on(line);
    }

    @Override
    public void close() {
        synchronized (followed) {
            List.copyOf(followed.keySet()).forEach(this::drop);
        }
    }
}
