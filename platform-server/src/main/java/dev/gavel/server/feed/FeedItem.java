package dev.gavel.server.feed;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.WireNames;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.query.Audience;
import org.jspecify.annotations.Nullable;

/** One event in the ring. Its JSON is made when the first watcher needs it, and only once. */
public final class FeedItem {

    private final FeedEvent event;
    private final long sequence;
    private final Audience audience;
    private final boolean isOutline;
    private volatile byte @Nullable [] json;
    private volatile @Nullable FeedItem outline;

    FeedItem(FeedEvent event, Audience audience, long sequence) {
        this(event, audience, sequence, false);
    }

    private FeedItem(FeedEvent event, Audience audience, long sequence, boolean isOutline) {
        this.event = event;
        this.audience = audience;
        this.sequence = sequence;
        this.isOutline = isOutline;
    }

    /** The users who may be told of it. */
    Audience audience() {
        return audience;
    }

    /** The part of it that {@code sight} allows; null for nothing. */
    @Nullable
    FeedItem at(Audience.Sight sight) {
        return switch (sight) {
            case ALL -> this;
            case OUTLINE -> outline();
            case NOTHING -> null;
        };
    }

    private FeedItem outline() {
        var made = outline;
        if (made == null) {
            made = new FeedItem(event, audience, sequence, true);
            outline = made;
        }
        return made;
    }

    /** Its position in the feed, the same on every server. */
    public FeedPosition position() {
        return event.position();
    }

    /** Its type name, as {@code bidAccepted}. */
    public String type() {
        return WireNames.typeOf(event.event());
    }

    /** Its JSON, not to be changed. */
    public byte[] json() {
        var made = json;
        if (made == null) {
            made = isOutline ? MessageCodec.encodeEventOutline(event)
                    : MessageCodec.encodeEvent(event);
            json = made;
        }
        return made;
    }

    Event event() {
        return event.event();
    }

    /** Running number among all events this server has seen. */
    long sequence() {
        return sequence;
    }

    /** The auction it belongs to, or null. */
    @Nullable
    AuctionId auction() {
        return event.event().auction().orElse(null);
    }
}
