package dev.gavel.server.feed;

import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Audience;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Judges which user may see which events of a batch. Events that rank everybody alike are judged
 * together, and users with the same ranks share the result. So thousands of strangers to one
 * auction cost a look-up each, whatever happens in it. Used on the feed's thread only.
 */
final class Judgements {

    private static final int PUBLIC = -1;

    private final Batch whole;
    /** One audience of each kind, by the order of their first event. */
    private final List<Audience> kinds = new ArrayList<>();
    /** The kind of each event, or {@link #PUBLIC}. */
    private final int[] kindOf;
    private final Set<UserName> doers = new HashSet<>();
    private final Map<Optional<UserName>, Optional<Batch>> byViewer = new HashMap<>();
    private final Map<List<Audience.Rank>, Optional<Batch>> byRanks = new HashMap<>();
    /** Batches by their events, so that all who see alike share one encoding. */
    private final Map<List<FeedItem>, Batch> bySight = new HashMap<>();

    Judgements(Batch whole) {
        this.whole = whole;
        var items = whole.items();
        this.kindOf = new int[items.size()];
        for (var i = 0; i < kindOf.length; i++) {
            var audience = items.get(i).audience();
            kindOf[i] = audience.isEverybody() ? PUBLIC : kind(audience);
            audience.doer().ifPresent(doers::add);
        }
        bySight.put(items, whole);
    }

    /**
     * The kind of an audience. Only the newest kinds are looked at: events that go together happen
     * together.
     */
    private int kind(Audience audience) {
        for (var i = kinds.size() - 1; i >= Math.max(0, kinds.size() - 8); i--) {
            if (kinds.get(i).ranksAs(audience)) {
                return i;
            }
        }
        kinds.add(audience);
        return kinds.size() - 1;
    }

    /** The events that {@code who} may be told; null for none. */
    @Nullable
    Batch seenBy(Optional<UserName> who) {
        return byViewer.computeIfAbsent(who, this::judged).orElse(null);
    }

    private Optional<Batch> judged(Optional<UserName> who) {
        if (who.isPresent() && doers.contains(who.get())) {
            return told(i -> whole.items().get(i).audience().sightOf(who));
        }
        var ranks = new ArrayList<Audience.Rank>(kinds.size());
        kinds.forEach(kind -> ranks.add(kind.rankOf(who)));
        return byRanks.computeIfAbsent(ranks, this::toldAt);
    }

    private Optional<Batch> toldAt(List<Audience.Rank> ranks) {
        return told(i -> whole.items().get(i).audience().sightAt(ranks.get(kindOf[i])));
    }

    private Optional<Batch> told(IntFunction<Audience.Sight> sight) {
        var items = whole.items();
        var seen = new ArrayList<FeedItem>(items.size());
        for (var i = 0; i < kindOf.length; i++) {
            var item = kindOf[i] == PUBLIC ? items.get(i) : items.get(i).at(sight.apply(i));
            if (item != null) {
                seen.add(item);
            }
        }
        return seen.isEmpty() ? Optional.empty()
                : Optional.of(
                        bySight.computeIfAbsent(seen, what -> new Batch(what, whole.readers())));
    }
}
