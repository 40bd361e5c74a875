package dev.gavel.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.server.desk.ResetView;
import dev.gavel.server.feed.Batch;
import dev.gavel.server.feed.FeedItem;
import dev.gavel.server.feed.Subscription;
import dev.gavel.server.feed.Watcher;
import dev.gavel.wire.v1.Event;
import io.grpc.stub.ServerCallStreamObserver;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A caller that watches over gRPC. */
final class WatchStream implements Watcher {

    private static final Function<Batch, List<Event>> ONE_BY_ONE = WatchStream::oneByOne;
    private static final Function<Batch, List<Event>> IN_FRAMES = WatchStream::frames;

    private final ServerCallStreamObserver<Event> out;
    private final Optional<AuctionId> auction;
    private final Optional<UserName> by;
    private final Function<Batch, List<Event>> messages;
    private volatile @Nullable Subscription subscription;
    private volatile boolean gone;

    /**
     * A caller that has asked.
     *
     * @param inFrames whether several events may go into one message
     */
    WatchStream(ServerCallStreamObserver<Event> out, Optional<AuctionId> auction,
            Optional<UserName> by, boolean inFrames) {
        this.out = out;
        this.auction = auction;
        this.by = by;
        this.messages = inFrames ? IN_FRAMES : ONE_BY_ONE;
        out.setOnReadyHandler(() -> {
            var current = subscription;
            if (current != null) {
                current.ready();
            }
        });
        out.setOnCancelHandler(() -> {
            gone = true;
            var current = subscription;
            if (current != null) {
                current.cancel();
            }
        });
    }

    /** Takes its place in the feed. */
    void at(Subscription place) {
        subscription = place;
        if (gone) {
            place.cancel();
        } else {
            place.ready();
        }
    }

    @Override
    public boolean isReady() {
        return !gone && out.isReady();
    }

    /** Does nothing: callers see by the connection that they are heard. */
    @Override
    public void begun() {}

    @Override
    public void events(Batch batch) {
        batch.encoded(messages).forEach(this::send);
    }

    @Override
    public void reset(FeedPosition position, HouseState state, Instant time) {
        var view = ResetView.of(state, auction, by, position, time);
        send(event(position, "reset", UnsafeByteOperations.unsafeWrap(view)));
    }

    @Override
    public void heartbeat(FeedPosition position) {
        send(event(position, "heartbeat", ByteString.EMPTY));
    }

    @Override
    public void ended(End why) {
        if (!gone) {
            out.onError(switch (why) {
                case TOO_SLOW -> GrpcStatuses.exhausted(
                        "too slow: too many events wait for you; come back at your last position");
                case STOPPING -> GrpcStatuses.stopping();
            });
        }
    }

    private void send(Event event) {
        if (!gone) {
            out.onNext(event);
        }
    }

    private static List<Event> oneByOne(Batch batch) {
        return batch.items().stream().map(WatchStream::message).toList();
    }

    private static List<Event> frames(Batch batch) {
        var packer = new EventPacker(batch.readers());
        batch.items().forEach(item -> packer.add(message(item)));
        return packer.take();
    }

    private static Event message(FeedItem item) {
        return event(item.position(), item.type(), UnsafeByteOperations.unsafeWrap(item.json()));
    }

    private static Event event(FeedPosition position, String type, ByteString json) {
        return Event.newBuilder()
                .setPosition(position.toString())
                .setType(type)
                .setJson(json)
                .build();
    }
}
