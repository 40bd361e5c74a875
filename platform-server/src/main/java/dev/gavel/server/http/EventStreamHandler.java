package dev.gavel.server.http;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.ReadAnswer;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.feed.EventFeed;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /v1/events}, before the other paths and below them: it holds a connection but no thread,
 * so that thousands can watch.
 */
final class EventStreamHandler extends Handler.Wrapper {

    static final String PATH = "/v1/events";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Set<String> PARAMETERS = Set.of("auction", "after");

    private final AuctionDesk desk;
    private final EventFeed feed;
    private final Origins origins;

    EventStreamHandler(AuctionDesk desk, EventFeed feed, Origins origins) {
        this.desk = desk;
        this.feed = feed;
        this.origins = origins;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws Exception {
        if (!request.getMethod().equals("GET")
                || !Request.getPathInContext(request).equals(PATH)) {
            return super.handle(request, response, callback);
        }
        try {
            watch(request, response, callback);
        } catch (HttpTrouble trouble) {
            refuse(response, callback, HttpStatuses.of(trouble.trouble()),
                    OutcomeJson.of(trouble.trouble(), trouble.sentence()));
        }
        return true;
    }

    private void watch(Request request, Response response, Callback callback) {
        var headers = request.getHeaders();
        var by = Callers.of(headers.get(HttpHeader.AUTHORIZATION), headers.get(Callers.USER));
        var parameters = parameters(request);
        var auction = auction(parameters.getValue("auction"));
        var last = headers.get(LAST_EVENT_ID);
        var after = position(last != null && !last.isEmpty() ? last
                : parameters.getValue("after"));
        var origin = headers.get(HttpHeader.ORIGIN);
        if (origins.mayRead(origin)) {
            response.getHeaders().put("Access-Control-Allow-Origin", origin).put("Vary", "Origin");
        }
        var unused = missing(auction, by).thenAccept(missing -> missing.ifPresentOrElse(
                none -> refuse(response, callback, none.status(), none.json()),
                () -> begin(request, response, callback, auction, by, after)))
                .exceptionally(failure -> {
                    callback.failed(failure);
                    return null;
                });
    }

    private void begin(Request request, Response response, Callback callback,
            Optional<AuctionId> auction, Optional<UserName> by, Optional<FeedPosition> after) {
        var watcher = new SseWatcher(response, callback, auction, by);
        response.setStatus(200);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "text/event-stream")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("X-Accel-Buffering", "no")
                .put(Responses.INDEX, desk.appliedIndex());
        request.addFailureListener(watcher::gone);
        feed.watch(auction, after, by, watcher)
                .ifPresentOrElse(watcher::at,
                        () -> refuse(response, callback, HttpStatuses.of(Trouble.BUSY),
                                OutcomeJson.of(Trouble.BUSY,
                                        "This server has as many watchers as it takes; ask another.")));
    }

    private static Fields parameters(Request request) {
        Fields parameters;
        try {
            parameters = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The query part cannot be read.");
        }
        for (var field : parameters) {
            if (!PARAMETERS.contains(field.getName())) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, Parameters.printable(field.getName())
                        + ": no such parameter here; known are [after, auction].");
            }
        }
        return parameters;
    }

    private static Optional<AuctionId> auction(@Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(AuctionId.parse(asked)
                .orElseThrow(
                        () -> new HttpTrouble(Trouble.BAD_COMMAND,
                                "auction: not an id of an auction.")));
    }

    private static Optional<FeedPosition> position(@Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FeedPosition.parse(asked)
                .orElseThrow(() -> new HttpTrouble(
                        Trouble.BAD_COMMAND, "after: not a feed position; one looks like 17.2.")));
    }

    /**
     * The 404 for an auction that is not even known to a majority, since this server may only lag; or
     * that is not to be known by the one who asks.
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

    private void refuse(Response response, Callback callback, int status, Bytes json) {
        response.setStatus(status);
        var headers = response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/json")
                .put(Responses.INDEX, desk.appliedIndex());
        if (status == 429) {
            headers.put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(json.toArray()), callback);
    }
}
