package dev.gavel.server.http;

import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Reigns;
import dev.gavel.server.config.Access;
import dev.gavel.server.config.Bounds;
import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.DemoAddress;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.AdoptionDesk;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.feed.EventFeed;
import dev.gavel.server.feed.FeedReach;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The HTTP port. Each request has a virtual thread, which may wait; event streams have none.
 *
 * @see "docs/MESSAGES.md"
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int BACKLOG = 512;

    private final ServerAddress me;
    private final Limits limits;
    private final ConnectionLimits connections;
    private final ConnectionGuard guard;
    private final AuctionDesk desk;
    private final HostNames hosts;
    private final Origins origins;
    private final RequestsUnderWay underWay;
    private final EventStreamHandler events;
    private final CommandHandler commands;
    private final QueryHandler queries;
    private final StatusHandler status;
    private final PageHandler page;
    private final Javalin javalin;

    /**
     * A server that does not listen yet.
     *
     * @param me its addresses
     * @param access the names under which it is asked for
     * @param bounds what it takes in at most
     * @param reigns the leaders this server has heard of
     * @param metrics the text of {@code /metrics}
     */
    public HttpServer(ServerAddress me, Access access, Bounds bounds, AuctionDesk desk,
            OperatorDesk operators, AdoptionDesk adoption, EventFeed feed,
            FeedReach reach,
            ClusterBoard board, Reigns reigns, Supplier<String> metrics) {
        this.me = me;
        this.limits = bounds.limits();
        this.connections = bounds.connections();
        this.guard = new ConnectionGuard(connections, System::nanoTime);
        this.underWay = new RequestsUnderWay(guard);
        this.desk = desk;
        this.hosts = new HostNames(desk.directory()::servers, access.alsoKnownAs());
        this.origins = new Origins(desk.directory()::servers, access.alsoKnownAs());
        this.events = new EventStreamHandler(desk, feed, reach);
        var bodies = new Bodies(connections);
        this.commands = new CommandHandler(desk, bodies);
        this.queries = new QueryHandler(desk);
        this.status = new StatusHandler(desk, operators, adoption, board, reigns, metrics,
                DemoAddress.given(), bodies);
        this.page = new PageHandler(origins::all, DemoAddress.given());
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Listens.
     *
     * @throws IOException when the port cannot be had
     */
    public void start() throws IOException {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException io) {
                    throw io;
                }
            }
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /**
     * Cuts off connections that take too long. To be called several times a second, by one thread.
     */
    public void sweep() {
        guard.sweep();
    }

    /** Lets the requests under way end, for a moment, and cuts the rest. */
    @Override
    public void close() {
        underWay.awaitNone(GRACE);
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new VirtualThreadPool();
        config.jetty.modifyHttpConfiguration(HttpServer::configure);
        config.jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(server, 1, 1,
                    new HttpConnections(http));
            connector.setHost(me.host());
            connector.setPort(me.httpPort());
            connector.setIdleTimeout(connections.httpIdle().toMillis());
            connector.addBean(guard);
            connector.setAcceptQueueSize(BACKLOG);
            return connector;
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrors("This is the HTTP port of server " + me.id()
                    + "; its client port, for gRPC, is " + me.client() + "."));
            server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
            server.setStopTimeout(0);
            server.setHandler(underWay);
        });
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new JsonErrors());
            context.getServletHandler().setDecodeAmbiguousURIs(true);
        });
        var routes = new Routes(config.routes);
        routes(routes);
        var door = new FrontDoor(routes, hosts, origins, desk::appliedIndex);
        door.setHandler(events);
        underWay.setHandler(door);
        troubles(config.routes);
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setOutputBufferSize(8 << 10);
        // FrontDoor reads addresses more strictly, says what is wrong, and spells them one way.
        http.setUriCompliance(UriCompliance.UNSAFE);
    }

    private void routes(Routes routes) {
        for (var endpoint : Endpoint.values()) {
            if (endpoint == Endpoint.EVENTS) {
                routes.elsewhere(endpoint.path());
            } else {
                routes.add(endpoint.method(), endpoint.path(), handler(endpoint));
            }
        }
        routes.get("/", page::start);
        routes.get(PageHandler.PATH, page::file);
        PageHandler.ADDRESSES.forEach(address -> routes.get(address, page::address));
    }

    private Handler handler(Endpoint endpoint) {
        return switch (endpoint) {
            case COMMANDS -> commands::post;
            case AUCTIONS -> queries::auctions;
            case AUCTION -> queries::auction;
            case BIDS -> queries::bids;
            case ROUNDS -> queries::rounds;
            case RESULT -> queries::result;
            case EXPLAIN -> queries::explain;
            case CAN_BID -> queries::canBid;
            case ITEMS -> queries::items;
            case FORMATS -> queries::formats;
            case REQUEST -> queries::request;
            case CLUSTER -> status::cluster;
            case UPGRADE -> status::upgrade;
            case ELECTIONS -> status::elections;
            case TRANSFER -> status::transfer;
            case SNAPSHOT -> status::snapshot;
            case LIVEZ, HEALTHZ -> status::alive;
            case READYZ -> status::ready;
            case METRICS -> status::metrics;
            case OPENAPI -> StaticText.of("openapi.json", "application/json");
            case EVENTS ->
                throw new IllegalStateException("another part of the server serves them");
        };
    }

    private void troubles(RoutesConfig routes) {
        routes.exception(HttpTrouble.class, this::trouble);
        routes.exception(HttpResponseException.class, this::trouble);
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            Responses.send(context, Trouble.INTERNAL, "This server met a bug; its log says more.",
                    desk.appliedIndex());
        });
    }

    private void trouble(HttpTrouble e, Context context) {
        if (e.trouble() == Trouble.TOO_SLOW) {
            context.header("Connection", "close");
        }
        if (e.trouble() != Trouble.TOO_LARGE) {
            Responses.send(context, e.trouble(), e.sentence(), desk.appliedIndex());
            return;
        }
        context.status(HttpStatuses.of(e.trouble()))
                .contentType("application/json")
                .header(Responses.INDEX, Long.toString(desk.appliedIndex()));
        try {
            Bodies.answerThenDiscard(context,
                    OutcomeJson.of(e.trouble(), e.sentence()).toArray());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /**
     * Answers a request that the HTTP library refuses by itself, though the front door let it in.
     */
    private void trouble(HttpResponseException e, Context context) {
        Responses.send(context, HttpStatuses.trouble(e.getStatus()),
                "This cannot be taken as a request.", desk.appliedIndex());
    }
}
