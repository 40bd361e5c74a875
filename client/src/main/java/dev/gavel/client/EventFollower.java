package dev.gavel.client;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the feed: when its server fails or falls silent, it goes on at another one after the same
 * position, so that no event is missed and none is told twice.
 *
 * <p>Until the first word of a server there is no position: asked to follow from now on, it begins
 * with whatever the server that answers first calls now.
 */
public final class EventFollower implements AutoCloseable {

    /** Messages asked for ahead of those handled, of 64 KiB each: enough to keep the network busy. */
    private static final int AHEAD = 64;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** After the time of so many attempts without a word, the server is asked whether it lives. */
    private static final int QUIET_ATTEMPTS = 3;

    private final ClientConfig config;
    private final Roster roster;
    private final ClientTimer timer;
    private final String user;
    private final String auction;
    private final EventHandler handler;
    private final Consumer<EventFollower> whenClosed;

    private @Nullable FeedPosition position;
    private @Nullable Watch watch;
    private int failuresInRow;
    private boolean closed;

    EventFollower(ClientConfig config, Roster roster, ClientTimer timer, String user,
            Optional<String> auction, Optional<FeedPosition> after, EventHandler handler,
            Consumer<EventFollower> whenClosed) {
        this.config = config;
        this.roster = roster;
        this.timer = timer;
        this.user = user;
        this.auction = auction.orElse("");
        this.position = after.orElse(null);
        this.handler = handler;
        this.whenClosed = whenClosed;
    }

    void start() {
        connect();
        timer.after(LOOK, this::look);
    }

    /** The position of what was told last, once a server has named one. */
    public synchronized Optional<FeedPosition> position() {
        return Optional.ofNullable(position);
    }

    /** Any server will do, so watchers spread over them. */
    private synchronized void connect() {
        if (closed) {
            return;
        }
        var order = new ArrayList<>(roster.order());
        Collections.shuffle(order);
        var first = order.getFirst();
        try {
            watch = new Watch(roster.connection(first).orElseThrow());
            watch.start(position);
        } catch (RuntimeException | OutOfMemoryError e) {
            var which = watch;
            if (which == null) {
                failuresInRow++;
                timer.after(config.backoff().after(failuresInRow), this::connect);
            } else {
                timer.after(Duration.ZERO,
                        () -> ended(which, Endings.ofOwnFailure(e, which.delivery)));
            }
        }
    }

    /** A server that is frozen keeps its connection and says nothing. */
    private synchronized void look() {
        if (closed) {
            return;
        }
        if (watch != null && System.nanoTime() - watch.heardAt > QUIET_ATTEMPTS
                * config.attemptTimeout().toNanos()) {
            watch.askForLife();
        }
        timer.after(LOOK, this::look);
    }

    private synchronized boolean isCurrent(Watch asked) {
        return watch == asked;
    }

    private void ended(Watch which, Attempt<Void> how) {
        synchronized (this) {
            if (watch != which) {
                return;
            }
            watch = null;
            failuresInRow++;
        }
        switch (how) {
            case Attempt.Refused<Void>(var code, var why) -> {
                handler.refused(Outcome.refused(code, why));
                return;
            }
            case Attempt.Silent<Void>(var why) -> {
                roster.failed(which.address());
                handler.interrupted(which.address(), why);
            }
            case Attempt.Unreachable<Void>(var why) -> {
                roster.failed(which.address());
                handler.interrupted(which.address(), why);
            }
            case Attempt.Busy<Void>(var retryAfter, var why) ->
                handler.interrupted(which.address(), why);
            default -> handler.interrupted(which.address(), "it ended the stream");
        }
        timer.after(config.backoff().after(failuresInRow), this::connect);
    }

    /** Stops following; nothing is told after this, but for a call under way. */
    @Override
    public void close() {
        Watch open;
        synchronized (this) {
            closed = true;
            open = watch;
            watch = null;
        }
        if (open != null) {
            open.call.cancel("closed by the client", null);
        }
        whenClosed.accept(this);
    }

    /** The stream of one server. */
    private final class Watch extends ClientCall.Listener<Event> {
        private final ServerConnection connection;
        private final Delivery delivery = new Delivery();
        private final ClientCall<WatchRequest, Event> call;
        private volatile long heardAt = System.nanoTime();
        private boolean asking;
        private boolean heard;

        private Watch(ServerConnection connection) {
            this.connection = connection;
            this.call = connection.newCall(GavelGrpc.getWatchMethod(), CallOptions.DEFAULT,
                    delivery, config.attemptTimeout());
        }

        private ServerAddress address() {
            return connection.address();
        }

        private void start(@Nullable FeedPosition after) {
            call.start(this, connection.headers());
            call.request(AHEAD);
            call.sendMessage(WatchRequest.newBuilder()
                    .setUser(user)
                    .setAuction(auction)
                    .setAfter(after == null ? "" : after.toString())
                    .setFrames(true)
                    .build());
            call.halfClose();
        }

        private void askForLife() {
            if (asking) {
                return;
            }
            asking = true;
            connection.ask(GavelGrpc.getClusterMethod(),
                    ClusterRequest.newBuilder().setOnlySelf(true).build(),
                    config.attemptTimeout(), attempt -> {
                        synchronized (EventFollower.this) {
                            asking = false;
                        }
                        if (attempt instanceof Attempt.Silent
                                || attempt instanceof Attempt.Unreachable) {
                            ended(this, new Attempt.Silent<>("no answer in time"));
                            call.cancel("silent", null);
                        } else {
                            heardAt = System.nanoTime();
                        }
                    });
        }

        @Override
        public void onMessage(Event event) {
            heardAt = System.nanoTime();
            try {
                for (var one : EventFrames.events(event)) {
                    if (isCurrent(this)) {
                        tell(one);
                    }
                }
                call.request(1);
            } catch (IOException e) {
                ended(this, new Attempt.Silent<>("it sends what is no frame of events"));
                call.cancel("not a frame of events", e);
            }
        }

        private void tell(Event event) {
            var at = FeedPosition.parse(event.getPosition());
            if (at.isPresent() && !moveTo(at.get(), event.getType().equals("reset"))) {
                return; // told before
            }
            switch (event.getType()) {
                case "heartbeat" -> {
                }
                case "reset" -> at.ifPresent(from -> handler.reset(from, json(event)));
                default -> at.ifPresent(where -> handler
                        .event(new HouseEvent(where, event.getType(), json(event))));
            }
            if (!heard) {
                heard = true;
                handler.caughtUp(address(), at);
            }
        }

        private static JsonObject json(Event event) {
            try {
                return JsonObject.parse(event.getJson().toByteArray());
            } catch (IllegalArgumentException e) {
                return JsonObject.EMPTY;
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended(this, status.isOk()
                    ? new Attempt.NotLeader<>(Optional.empty())
                    : Endings.of(status, trailers, delivery, config.attemptTimeout()));
        }
    }

    /** Whether this is news; a heartbeat at the position reached is none, and harmless. */
    private synchronized boolean moveTo(FeedPosition next, boolean evenBack) {
        failuresInRow = 0;
        if (position != null && next.compareTo(position) <= 0 && !evenBack) {
            return false;
        }
        position = next;
        return true;
    }
}
