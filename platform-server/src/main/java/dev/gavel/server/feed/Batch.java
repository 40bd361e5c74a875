package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some events in a row, shared by all who watch the same: what an edge makes of them is made once.
 * Used on the feed's thread only.
 */
public final class Batch {

    private final List<FeedItem> items;
    private final int readers;
    private final boolean isForEverybody;
    /** Made when somebody is first judged. */
    private @Nullable Judgements judgements;
    /** One for each kind of edge and wish, so two or three. */
    private final Map<Function<Batch, ?>, Object> encoded = new HashMap<>(4);

    /**
     * Some events, at least one.
     *
     * @param readers how many are about to be handed it, by and large
     */
    Batch(List<FeedItem> items, int readers) {
        this.items = items;
        this.readers = readers;
        this.isForEverybody = items.stream().allMatch(item -> item.audience().isEverybody());
    }

    /**
     * What of it {@code who} may be told: all of it, asked of nobody, where everybody may; else judged
     * once for each who watches.
     *
     * @return null for nothing
     */
    @Nullable
    Batch seenBy(Optional<UserName> who) {
        if (isForEverybody) {
            return this;
        }
        if (judgements == null) {
            judgements = new Judgements(this);
        }
        return judgements.seenBy(who);
    }

    /** The events, at least one, in order. */
    public List<FeedItem> items() {
        return items;
    }

    /** How many are handed it, by and large: whether some effort to make it small pays. */
    public int readers() {
        return readers;
    }

    /**
     * What {@code by} makes of it; kept, so that the next watcher who asks with the same function object
     * gets the same result.
     */
    @SuppressWarnings("unchecked") // kept under the very function that made it
    public <T> T encoded(Function<Batch, T> by) {
        return (T) encoded.computeIfAbsent(by, key -> key.apply(this));
    }

    FeedItem last() {
        return items.getLast();
    }

    /** This batch without what is not after {@code position}; null where nothing is left. */
    @Nullable
    Batch after(FeedPosition position) {
        if (items.getFirst().position().compareTo(position) > 0) {
            return this;
        }
        var rest = items.stream().filter(item -> item.position().compareTo(position) > 0).toList();
        return rest.isEmpty() ? null : new Batch(rest, 1);
    }
}
