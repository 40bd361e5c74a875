package dev.gavel.server.http;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.ReadAnswer;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.feed.EventFeed;
import dev.gavel.server.feed.FeedReach;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /v1/events}, before the other paths and below them. It holds a connection but no
 * thread, so that thousands can watch.
 */
final class EventStreamHandler extends Handler.Wrapper {

    private static final String PATH = Endpoint.EVENTS.path();
    static final String LAST_EVENT_ID = "Last-Event-ID";
    /**
     * Longest silence: longer than between two heartbeats, however short idle connections are kept
     * otherwise.
     */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Set<String> PARAMETERS = Set.of("auction", "after");

    private final AuctionDesk desk;
    private final EventFeed feed;
    private final FeedReach reach;

    EventStreamHandler(AuctionDesk desk, EventFeed feed, FeedReach reach) {
        this.desk = desk;
        this.feed = feed;
        this.reach = reach;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws Exception {
        if (!(request.getAttribute(Target.ATTRIBUTE) instanceof Target target)
                || !target.path().equals(PATH)) {
            return super.handle(request, response, callback);
        }
        try {
            watch(request, target, response, callback);
        } catch (HttpTrouble trouble) {
            FrontDoor.refuse(response, callback, trouble, desk.appliedIndex());
        }
        return true;
    }

    private void watch(Request request, Target target, Response response, Callback callback) {
        target.only(PARAMETERS);
        var headers = request.getHeaders();
        var by = Callers.of(headers.get(HttpHeader.AUTHORIZATION), headers.get(Callers.USER));
        var auction = auction(target.value("auction"));
        var last = headers.get(LAST_EVENT_ID);
        var after = last != null && !last.isEmpty() ? position(LAST_EVENT_ID, last)
                : position("after", target.value("after"));
        var unused = missing(auction, by).thenAccept(missing -> missing.ifPresentOrElse(
                none -> refuse(response, callback, none),
                () -> begin(request, response, callback, auction, by, after)))
                .exceptionally(failure -> {
                    callback.failed(failure);
                    return null;
                });
    }

    private void begin(Request request, Response response, Callback callback,
            Optional<AuctionId> auction, Optional<UserName> by, Optional<FeedPosition> after) {
        response.setStatus(200);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "text/event-stream")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("X-Accel-Buffering", "no")
                .put(Responses.INDEX, desk.appliedIndex());
        if (request.getMethod().equals("HEAD")) {
            response.write(true, null, callback);
            return;
        }
        if (request.getAttribute(Bodies.END_POINT) instanceof EndPoint endPoint) {
            endPoint.setIdleTimeout(Math.max(endPoint.getIdleTimeout(), SILENCE.toMillis()));
        }
        var watcher = new SseWatcher(response, callback, auction, by);
        request.addFailureListener(watcher::gone);
        feed.watch(auction, after, by, watcher)
                .ifPresentOrElse(place -> {
                    watcher.at(place);
                    after.ifPresent(position -> reach.check(place, position));
                }, () -> FrontDoor.refuse(response, callback, new HttpTrouble(Trouble.BUSY,
                        "This server has as many watchers as it takes; ask another."),
                        desk.appliedIndex()));
    }

    private static Optional<AuctionId> auction(@Nullable String asked) {
        if (asked == null) {
            return Optional.empty();
        }
        return Optional.of(AuctionId.parse(asked)
                .orElseThrow(
                        () -> new HttpTrouble(Trouble.BAD_COMMAND,
                                "auction: not an id of an auction.")));
    }

    private static Optional<FeedPosition> position(String name, @Nullable String asked) {
        if (asked == null) {
            return Optional.empty();
        }
        return Optional.of(FeedPosition.parse(asked)
                .orElseThrow(() -> new HttpTrouble(Trouble.BAD_COMMAND,
                        name + ": not a feed position; one looks like 17.2.")));
    }

    /**
     * The 404 for an auction that a majority does not know, since this server may only lag, or that
     * the caller may not know of.
     */
    private CompletableFuture<Optional<ReadAnswer>> missing(Optional<AuctionId> auction,
            Optional<UserName> by) {
        if (auction.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var query = new Query.OneAuction(auction.get());
        return desk.query(query, Consistency.LOCAL, by)
                .thenCompose(here -> here.status() != 404 ? CompletableFuture.completedFuture(here)
                        : desk.query(query, Consistency.LINEARIZABLE, by))
                .thenApply(answer -> answer.status() == 404 ? Optional.of(answer)
                        : Optional.empty());
    }

    private void refuse(Response response, Callback callback, ReadAnswer none) {
        FrontDoor.refuse(response, callback, none.status(), none.json().toArray(), none.index());
    }
}
