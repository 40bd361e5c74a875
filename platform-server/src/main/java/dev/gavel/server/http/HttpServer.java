package dev.gavel.server.http;

import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Reigns;
import dev.gavel.server.config.DemoAddress;
import dev.gavel.server.config.Limits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.feed.EventFeed;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
 * @see "docs/API.md"
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    /** Silence on a connection after which it is closed; event streams have heartbeats. */
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int BACKLOG = 512;

    private final ServerAddress me;
    private final Limits limits;
    private final AuctionDesk desk;
    private final Origins origins;
    private final RequestsUnderWay underWay = new RequestsUnderWay();
    private final EventStreamHandler events;
    private final CommandHandler commands;
    private final QueryHandler queries;
    private final StatusHandler status;
    private final PageHandler page;
    private final Javalin javalin;

    /**
     * A server that does not listen yet.
     *
     * @param me where to listen
     * @param reigns the leaders this server has heard of
     * @param metrics what {@code /metrics} says
     */
    public HttpServer(ServerAddress me, Limits limits, AuctionDesk desk, OperatorDesk operators,
            EventFeed feed, ClusterBoard board, Reigns reigns, Supplier<String> metrics) {
        this.me = me;
        this.limits = limits;
        this.desk = desk;
        this.origins = new Origins(desk.directory()::servers);
        this.events = new EventStreamHandler(desk, feed, origins);
        this.commands = new CommandHandler(desk);
        this.queries = new QueryHandler(desk);
        this.status = new StatusHandler(desk, operators, board, reigns, metrics,
                DemoAddress.given());
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
            var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
            connector.setHost(me.host());
            connector.setPort(me.httpPort());
            connector.setIdleTimeout(IDLE.toMillis());
            connector.setAcceptQueueSize(BACKLOG);
            return connector;
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrors());
            server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
            server.setStopTimeout(0);
        });
        config.jetty.modifyServletContextHandler(context -> {
            context.insertHandler(events);
            context.insertHandler(underWay);
        });
        routes(config.routes);
        troubles(config.routes);
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setOutputBufferSize(8 << 10);
    }

    private void routes(RoutesConfig routes) {
        routes.before(this::checkOrigin);
        routes.post("/v1/commands", commands::post);
        routes.get("/v1/auctions", queries::auctions);
        routes.get("/v1/auctions/{auction}", queries::auction);
        routes.get("/v1/auctions/{auction}/bids", queries::bids);
        routes.get("/v1/auctions/{auction}/rounds", queries::rounds);
        routes.get("/v1/auctions/{auction}/result", queries::result);
        routes.get("/v1/auctions/{auction}/explain", queries::explain);
        routes.get("/v1/auctions/{auction}/can-bid", queries::canBid);
        routes.get("/v1/items", queries::items);
        routes.get("/v1/requests/{key}", queries::request);
        routes.get(EventStreamHandler.PATH, context -> {
            throw new IllegalStateException("event streams are handled before");
        });
        routes.get("/v1/cluster", status::cluster);
        routes.get("/v1/cluster/elections", status::elections);
        routes.post("/v1/cluster/transfer", status::transfer);
        routes.post("/v1/cluster/snapshot", status::snapshot);
        routes.get("/livez", status::alive);
        routes.get("/healthz", status::alive);
        routes.get("/readyz", status::ready);
        routes.get("/metrics", status::metrics);
        routes.get("/openapi.json", StaticText.of("openapi.json", "application/json"));
        routes.get("/", page::start);
        routes.get(PageHandler.PATH, page::file);
        PageHandler.ADDRESSES.forEach(address -> routes.get(address, page::address));
    }

    private void troubles(RoutesConfig routes) {
        routes.exception(HttpTrouble.class, this::trouble);
        routes.exception(HttpResponseException.class, this::trouble);
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            Responses.send(context, Trouble.INTERNAL, "This server met a bug.",
                    desk.appliedIndex());
        });
    }

    private void checkOrigin(Context context) {
        var origin = context.header("Origin");
        if (origins.mayRead(origin)) {
            context.header("Access-Control-Allow-Origin", String.valueOf(origin))
                    .header("Vary", "Origin")
                    .header("Access-Control-Expose-Headers",
                            String.join(", ", Responses.INDEX, Responses.KEY, Responses.LEADER,
                                    Responses.RETRY_AFTER));
        }
        var method = context.req().getMethod();
        if (method.equals("OPTIONS")) {
            preflight(context);
            return;
        }
        var reads = method.equals("GET") || method.equals("HEAD");
        if (!reads && !origins.mayAct(origin)) {
            throw new HttpTrouble(Trouble.FORBIDDEN,
                    "A page of another site may not act here; use a page that a server of this "
                            + "house gave you.");
        }
    }

    private void preflight(Context context) {
        if (origins.mayRead(context.header("Origin"))) {
            context.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                    .header("Access-Control-Allow-Headers", String.join(", ", "Content-Type",
                            Callers.USER, "Authorization", Responses.KEY, "Last-Event-ID",
                            "Gavel-No-Forward"))
                    .header("Access-Control-Max-Age", "600");
        }
        context.status(204).skipRemainingHandlers();
    }

    private void trouble(HttpTrouble e, Context context) {
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

    private void trouble(HttpResponseException e, Context context) {
        var trouble = HttpStatuses.trouble(e.getStatus());
        var sentence = switch (trouble) {
            case NOT_FOUND -> "There is nothing at " + Parameters.printable(context.path())
                    + "; /openapi.json lists what there is.";
            case METHOD_NOT_ALLOWED -> Parameters.printable(context.path()) + " does not take "
                    + Parameters.printable(context.req().getMethod()) + ".";
            default -> String.valueOf(e.getMessage());
        };
        if (trouble == Trouble.METHOD_NOT_ALLOWED) {
            var allowed = e.getDetails().get("availableMethods");
            if (allowed != null) {
                context.header("Allow", allowed);
            }
        }
        Responses.send(context, trouble, sentence, desk.appliedIndex());
    }
}
