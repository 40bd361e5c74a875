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
 * Some events in a row, shared by all who watch the same. So an edge encodes them once. Used on the
 * feed's thread only.
 */
public final class Batch {

    private final List<FeedItem> items;
    private final int readers;
    private final boolean isForEverybody;
    /** Made when a watcher is first judged. */
    private @Nullable Judgements judgements;
    /** The encodings: one for each kind of edge and wish, so two or three. */
    private final Map<Function<Batch, ?>, Object> encoded = new HashMap<>(4);

    /**
     * Some events, at least one.
     *
     * @param readers about how many watchers are handed it
     */
    Batch(List<FeedItem> items, int readers) {
        this.items = items;
        this.readers = readers;
        this.isForEverybody = items.stream().allMatch(item -> item.audience().isEverybody());
    }

    /**
     * The part of it that {@code who} may be told. If everybody may know everything, it is handed
     * on whole, without asking. Otherwise it is judged once for each watching user.
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

    /** About how many watchers are handed it: whether some effort to make it small pays. */
    public int readers() {
        return readers;
    }

    /**
     * The result of {@code by} for this batch. It is kept, so the next watcher who asks with the
     * same function object gets the same result.
     */
    @SuppressWarnings("unchecked") // kept under the very function that made it
    public <T> T encoded(Function<Batch, T> by) {
        return (T) encoded.computeIfAbsent(by, key -> key.apply(this));
    }

    FeedItem last() {
        return items.getLast();
    }

    /** This batch without events up to {@code position}; null if none is left. */
    @Nullable
    Batch after(FeedPosition position) {
        if (items.getFirst().position().compareTo(position) > 0) {
            return this;
        }
        var rest = items.stream().filter(item -> item.position().compareTo(position) > 0).toList();
        return rest.isEmpty() ? null : new Batch(rest, 1);
    }
}
