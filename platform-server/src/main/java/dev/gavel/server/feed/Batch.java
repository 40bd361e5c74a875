package dev.gavel.server.feed;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some events in a row, shared by all who watch the same: what an edge makes of them is made once.
 * Used on the feed's thread only.
 */
public final class Batch {

    private final List<FeedItem> items;
    private final boolean isForEverybody;
    /** Made when somebody is first judged. */
    private @Nullable Judgements judgements;
    private @Nullable Function<List<FeedItem>, ?> encoding;
    private @Nullable Object encoded;

    Batch(List<FeedItem> items) {
        this.items = items;
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

    /**
     * What {@code by} makes of the items; kept, so that the next watcher who asks with the same function
     * object gets the same result.
     */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // kept beside the very function that made it
    public <T> T encoded(Function<List<FeedItem>, T> by) {
        if (encoding != by || encoded == null) {
            encoded = by.apply(items);
            encoding = by;
        }
        return (T) encoded;
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
        return rest.isEmpty() ? null : new Batch(rest);
    }
}
