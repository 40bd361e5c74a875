package dev.gavel.sellerrun.page;

import dev.gavel.client.JsonObject;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.http.Callers;
import dev.gavel.server.http.HttpConnections;
import dev.gavel.server.http.HttpStatuses;
import dev.gavel.server.http.HttpTrouble;
import dev.gavel.server.http.JsonErrors;
import dev.gavel.server.http.PageHandler;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP port of the program: the page's files, the house behind {@code /v1} and each of its servers
 * behind {@code /servers/ID}, and the bidder's seats behind {@code /agent}.
 */
public final class LocalPage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPage.class);
    /** Silence on a connection after which it is closed; event streams have heartbeats. */
    private static final Duration IDLE = Duration.ofSeconds(75);
    /** One person's browser, with all its tabs. */
    private static final int MAX_CONNECTIONS = 200;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final String JSON = "application/json";

    private final InetSocketAddress listen;
    private final ServerSocketChannel channel;
    private final HouseServers servers;
    private final Seats seats;
    private final Relay relay;
    private final PageHandler page;
    private final Javalin javalin;
    private final SameOrigin sameOrigin;

    /**
     * Listens.
     *
     * @param user whom the page takes its reader for at first
     * @throws IOException with a sentence, if it cannot be
     */
    LocalPage(InetSocketAddress listen, Optional<String> user, HouseServers servers, Seats seats)
            throws IOException {
        this.listen = listen;
        this.channel = bind(listen);
        this.servers = servers;
        this.seats = seats;
        this.relay = new Relay(servers);
        this.page = new PageHandler(servedBy(user));
        this.javalin = Javalin.create(this::configure);
        this.sameOrigin = new SameOrigin(listen.getHostString(), channel.socket().getLocalPort());
        javalin.start();
    }

    /** A name is told as JSON in ASCII, which is JavaScript as well. */
    private static String servedBy(Optional<String> user) {
        var words = new StringBuilder();
        JsonObject.EMPTY.with("user", user).toString().chars().forEach(each -> {
            if (each >= ' ' && each < 0x7f) {
                words.append((char) each);
            } else {
                words.append(String.format("\\u%04x", each));
            }
        });
        return "/** A program of the bidder's own. */\nexport const agent = " + words + ";\n";
    }

    private static ServerSocketChannel bind(InetSocketAddress listen) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(listen);
        } catch (IOException e) {
            channel.close();
            throw new IOException("--listen: cannot listen on " + listen.getHostString() + ":"
                    + listen.getPort() + ": " + e.getMessage()
                    + "; name another port, such as --listen 127.0.0.1:0 for any that is free", e);
        }
    }

    private void take(ServerConnector connector) {
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new VirtualThreadPool();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
        config.jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(server, 1, 1, new HttpConnections(http));
            take(connector);
            connector.setIdleTimeout(IDLE.toMillis());
            return connector;
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrors());
            server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
            server.setStopTimeout(0);
        });
        routes(config.routes);
        troubles(config.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(context -> sameOrigin.check(context));
        routes.get("/", page::start);
        routes.get(PageHandler.PATH, page::file);
        PageHandler.ADDRESSES.forEach(address -> routes.get(address, page::address));
        routes.get("/agent/seats/{auction}", this::seat);
        routes.post("/agent/seats/{auction}", this::sit);
        routes.post("/agent/seats/{auction}/leave", this::leave);
        for (var path : Relay.PATHS) {
            routes.get(path, relay::toAny);
            routes.get("/servers/{id}" + path, relay::toOne);
        }
        routes.post("/v1/<path>", relay::toAny);
        routes.post("/servers/{id}/v1/<path>", relay::toOne);
    }

    private void troubles(RoutesConfig routes) {
        routes.exception(HttpTrouble.class, (e, context) -> send(context,
                HttpStatuses.of(e.trouble()),
                OutcomeJson.of(e.trouble(), e.sentence()).toArray()));
        routes.exception(HttpResponseException.class, (e, context) -> send(context, e.getStatus(),
                OutcomeJson.of(HttpStatuses.trouble(e.getStatus()), "There is no such thing here.")
                        .toArray()));
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            send(context, 500, OutcomeJson.of(Trouble.INTERNAL, "This program met a bug.")
                    .toArray());
        });
    }

    /** How the bidder's seat stands; without {@code seat} where they have none here. */
    private void seat(Context context) {
        var seat = seats.of(Callers.required(context).value(), context.pathParam("auction"));
        answer(context, 200, JsonObject.EMPTY.with("seat", seat.map(Sitting::json)));
    }

    private void sit(Context context) throws InterruptedException {
        answer(context, seats.take(Callers.required(context).value(),
                context.pathParam("auction")));
    }

    private void leave(Context context) throws InterruptedException {
        answer(context, seats.leave(Callers.required(context).value(),
                context.pathParam("auction")));
    }

    private static void answer(Context context, JsonObject outcome) {
        answer(context, switch (outcome.text("status").orElse("")) {
            case "success" -> 200;
            case "fail" -> 409;
            default -> 503;
        }, outcome);
    }

    private static void answer(Context context, int status, JsonObject json) {
        send(context, status, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Context context, int status, byte[] json) {
        context.status(status)
                .contentType(JSON)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .result(json);
    }

    /** What to open in a browser, such as {@code http://127.0.0.1:8090/}. */
    public String address() {
        var name = listen.getAddress().isAnyLocalAddress() ? "127.0.0.1" : listen.getHostString();
        return "http://" + (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + javalin.port()
                + "/";
    }

    /** Whether a server of the house answered yet. */
    public boolean reachesTheHouse() {
        return servers.areKnown();
    }

    /** Ends at once: whoever sits, sits on until their seller misses them. */
    @Override
    public void close() {
        javalin.stop();
        relay.close();
        seats.close();
        servers.close();
    }
}
