package dev.gavel.client;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.client.hunt.Hunt;
import dev.gavel.client.hunt.Limits;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;
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

    /**
     * Messages asked for ahead of those handled, of 64 KiB each: enough to keep the network busy.
     */
    private static final int AHEAD = 64;

    private final ClientConfig config;
    private final Roster<ServerAddress, ServerConnection> roster;
    private final ClientTimer timer;
    /**
     * Any server will do, so followers spread over them; and it goes on for as long as it takes.
     */
    private final Hunt<ServerAddress> hunt;
    private final String user;
    private final String auction;
    private final EventHandler handler;
    private final Consumer<EventFollower> whenClosed;

    private @Nullable FeedPosition position;
    private @Nullable Watch watch;
    private boolean closed;

    EventFollower(ClientConfig config, Roster<ServerAddress, ServerConnection> roster,
            ClientTimer timer, String user, Optional<String> auction, Optional<FeedPosition> after,
            EventHandler handler,
            Consumer<EventFollower> whenClosed) {
        this.config = config;
        this.roster = roster;
        this.timer = timer;
        this.hunt = new Hunt<>(roster,
                Limits.withoutEnd(config.attemptTimeout(), config.backoff()), false);
        this.user = user;
        this.auction = auction.orElse("");
        this.position = after.orElse(null);
        this.handler = handler;
        this.whenClosed = whenClosed;
    }

    void start() {
        goOn();
        timer.after(Pauses.FEED_LOOK, this::look);
    }

    /** The position of what was told last, once a server has named one. */
    public synchronized Optional<FeedPosition> position() {
        return Optional.ofNullable(position);
    }

    private synchronized void goOn() {
        if (closed) {
            return;
        }
        switch (hunt.next()) {
            case Hunt.Step.Ask<ServerAddress> asked -> connect(asked);
            case Hunt.Step.Pause<ServerAddress>(var length) -> timer.after(length, this::goOn);
            case Hunt.Step.GiveUp<ServerAddress>() -> throw new IllegalStateException(
                    "a hunt without end has ended");
        }
    }

    private void connect(Hunt.Step.Ask<ServerAddress> asked) {
        try {
            watch = new Watch(asked, roster.line(asked.server()).orElseThrow());
            watch.start(position);
        } catch (RuntimeException | OutOfMemoryError e) {
            var which = watch;
            if (which == null) {
                hunt.unreachable(asked, "it could not be asked");
                goOn();
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
        if (watch != null && System.nanoTime() - watch.heardAt > Pauses.FEED_QUIET_ATTEMPTS
                * config.attemptTimeout().toNanos()) {
            watch.askForLife();
        }
        timer.after(Pauses.FEED_LOOK, this::look);
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
        }
        if (how instanceof Attempt.Refused<Void>(var code, var reason)) {
            handler.refused(Outcome.refused(code, reason));
            return;
        }
        var why = switch (how) {
            case Attempt.Silent<Void>(var words) -> words;
            case Attempt.Unreachable<Void>(var words, var mayListen) -> words;
            case Attempt.Busy<Void>(var retryAfter, var words) -> words;
            default -> "it ended the stream";
        };
        if (how instanceof Attempt.Silent || how instanceof Attempt.Unreachable) {
            hunt.unreachable(which.asked, why);
        } else { // it lives: after the pause it may be asked again
            hunt.notLeader(which.asked, Optional.empty(), why);
        }
        handler.interrupted(which.address(), why);
        goOn();
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
        private final Hunt.Step.Ask<ServerAddress> asked;
        private final ServerConnection connection;
        private final Delivery delivery = new Delivery();
        private final ClientCall<WatchRequest, Event> call;
        private volatile long heardAt = System.nanoTime();
        private boolean asking;
        private boolean spoke;
        private boolean caughtUp;

        private Watch(Hunt.Step.Ask<ServerAddress> asked, ServerConnection connection) {
            this.asked = asked;
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
                ended(this, new Attempt.Silent<>("it sends data that cannot be read as events of"
                        + " Gavel"));
                call.cancel("not a frame of events", e);
            }
        }

        private void tell(Event event) {
            var at = FeedPosition.parse(event.getPosition());
            if (!spoke) {
                spoke = true;
                hunt.speaks(asked);
            }
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
            if (!caughtUp) {
                caughtUp = true;
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
        if (position != null && next.compareTo(position) <= 0 && !evenBack) {
            return false;
        }
        position = next;
        return true;
    }
}
