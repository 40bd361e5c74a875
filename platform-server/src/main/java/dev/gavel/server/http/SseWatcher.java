package dev.gavel.server.http;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.server.desk.ResetView;
import dev.gavel.server.feed.Batch;
import dev.gavel.server.feed.Subscription;
import dev.gavel.server.feed.Watcher;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A caller that watches over an event stream. One write is under way at a time and nothing waits
 * behind it: later events stay in the feed's ring.
 */
final class SseWatcher implements Watcher {

    private static final Function<Batch, byte[]> TEXT = SseWatcher::text;

    private final Response response;
    private final Callback whenEnded;
    private final Optional<AuctionId> auction;
    private final Optional<UserName> by;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean writing;
    private volatile boolean wanted;
    private volatile @Nullable Subscription subscription;

    /**
     * A watcher whose status and headers are set.
     *
     * @param whenEnded the request's callback; completed once, when the stream is over
     */
    SseWatcher(Response response, Callback whenEnded, Optional<AuctionId> auction,
            Optional<UserName> by) {
        this.response = response;
        this.whenEnded = whenEnded;
        this.auction = auction;
        this.by = by;
    }

    /** Takes its place in the feed. */
    void at(Subscription place) {
        subscription = place;
        if (ended.get()) {
            place.cancel();
        } else {
            place.ready();
        }
    }

    /** Notes that the caller has left, or that the connection failed. */
    void gone(Throwable why) {
        if (ended.compareAndSet(false, true)) {
            var place = subscription;
            if (place != null) {
                place.cancel();
            }
            whenEnded.failed(why);
        }
    }

    @Override
    public boolean isReady() {
        if (ended.get()) {
            return false;
        }
        if (!writing) {
            return true;
        }
        wanted = true;
        return !writing;
    }

    /**
     * Sends a comment. The status goes out with the first bytes, and a caller gives up if none
     * come.
     */
    @Override
    public void begun() {
        write(ascii(": the stream begins\n\n"));
    }

    @Override
    public void events(Batch batch) {
        write(batch.encoded(TEXT));
    }

    @Override
    public void reset(FeedPosition position, HouseState state, Instant time) {
        var out = new ByteArrayOutputStream(1024);
        append(out, position, "reset", ResetView.of(state, auction, by, position, time));
        write(out.toByteArray());
    }

    /**
     * Sends a comment and the position, so that the caller resumes from here though no event came.
     */
    @Override
    public void heartbeat(FeedPosition position) {
        write(ascii("id: " + position + "\n: heartbeat\n\n"));
    }

    @Override
    public void ended(End why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (writing) {
            whenEnded.failed(new java.io.IOException("cut off: " + why));
            return;
        }
        var goodbye = switch (why) {
            case TOO_SLOW -> ": too slow, come back at your last position\n\n";
            case STOPPING -> ": this server stops, go on at another\n\n";
        };
        response.write(true, ByteBuffer.wrap(ascii(goodbye)), whenEnded);
    }

    private void write(byte[] text) {
        if (ended.get()) {
            return;
        }
        writing = true;
        response.write(false, ByteBuffer.wrap(text), Callback.from(this::written, this::gone));
    }

    private void written() {
        writing = false;
        if (wanted) {
            wanted = false;
            var place = subscription;
            if (place != null) {
                place.ready();
            }
        }
    }

    private static byte[] text(Batch batch) {
        var items = batch.items();
        var out = new ByteArrayOutputStream(items.size() * 320);
        items.forEach(item -> append(out, item.position(), item.type(), item.json()));
        return out.toByteArray();
    }

    /**
     * Appends an event. JSON as the house writes it has no line breaks, so it is one line of data.
     */
    private static void append(ByteArrayOutputStream out, FeedPosition position, String type,
            byte[] json) {
        out.writeBytes(ascii("id: " + position + "\nevent: " + type + "\ndata: "));
        out.writeBytes(json);
        out.writeBytes(END);
    }

    private static final byte[] END = ascii("\n\n");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
