package dev.gavel.sellerrun.page;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.hunt.Hunt;
import dev.gavel.client.hunt.Limits;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.server.desk.Trouble;
import dev.gavel.server.http.HttpTrouble;
import io.javalin.http.Context;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes on what the page asks of the house, unread. What may be asked twice is asked at the next
 * server where one does not answer; the page does the rest, as it does at the servers themselves.
 */
final class Relay implements AutoCloseable {

    /** What the servers answer that the page asks. */
    static final List<String> PATHS = List.of("/v1/<path>", "/readyz", "/livez", "/healthz",
            "/metrics", "/openapi.json");

    /** In each answer, the id of the server that gave it. */
    static final String SERVER = "Gavel-Server";
    private static final String KEY = "Idempotency-Key";
    private static final List<String> THERE = List.of("Accept", "Content-Type", "Gavel-User",
            "Authorization", KEY, "Last-Event-ID", "Gavel-No-Forward");
    private static final List<String> BACK = List.of("Content-Type", "Content-Length",
            "Cache-Control", "Gavel-Index",
            "Gavel-Leader", KEY, "Retry-After", "Allow", "WWW-Authenticate");

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Limits ANY_OF_THEM = Limits.of(Limits.Round.ALL, Pauses.AGENT_CALL,
            Pauses.AGENT_ATTEMPT);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final HouseServers servers;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gavel-web-silence").factory());

    Relay(HouseServers servers) {
        this.servers = servers;
    }

    /** To whichever server answers, in one round through them: the page begins the next. */
    void toAny(Context context) throws InterruptedException {
        var body = body(context);
        var repeats = body.length == 0 || context.header(KEY) != null;
        var roster = servers.roster();
        var hunt = new Hunt<>(roster, ANY_OF_THEM, true);
        while (hunt.next() instanceof Hunt.Step.Ask<Integer> asked) {
            int id = asked.server();
            try {
                var answer = ask(context, servers.at(id).orElseThrow(ConnectException::new),
                        context.req().getRequestURI(), body, asked.patience());
                hunt.answered(asked);
                roster.leads(id); // it need not lead: the page stays with one that answers
                pass(context, id, answer);
                return;
            } catch (ConnectException | HttpConnectTimeoutException e) {
                hunt.unreachable(asked, ""); // not a byte was sent
            } catch (IOException e) {
                hunt.silent(asked, "");
                if (!repeats) {
                    unknown(context, id);
                    return;
                }
            }
        }
        none(context, "No server of the house answers at the moment.");
    }

    /** To this server and no other. */
    void toOne(Context context) throws InterruptedException {
        var given = context.pathParam("id");
        var id = given.matches("[0-9]{1,4}") ? Integer.parseInt(given) : -1;
        var at = servers.at(id);
        if (at.isEmpty()) {
            none(context, "The house has no such server.");
            return;
        }
        var body = body(context);
        var path = context.req().getRequestURI().substring("/servers/".length() + given.length());
        try {
            pass(context, id, ask(context, at.get(), path, body, Pauses.AGENT_CALL));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            none(context, "Server " + id + " does not answer.");
        } catch (IOException e) {
            unknown(context, id);
        }
    }

    private static byte[] body(Context context) {
        try {
            var body = context.req()
                    .getInputStream()
                    .readNBytes(
                            AuctionClient.MAX_COMMAND_BYTES + 1);
            if (body.length > AuctionClient.MAX_COMMAND_BYTES) {
                throw new HttpTrouble(Trouble.TOO_LARGE, "A command has at most "
                        + AuctionClient.MAX_COMMAND_BYTES + " bytes.");
            }
            return body;
        } catch (IOException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The body could not be read.");
        }
    }

    private HttpResponse<InputStream> ask(Context context, URI server, String path, byte[] body,
            Duration patience) throws IOException, InterruptedException {
        var query = context.req().getQueryString();
        URI uri;
        try {
            uri = URI.create(server + path + (query == null ? "" : "?" + query));
        } catch (IllegalArgumentException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "This cannot be read as an address.");
        }
        var request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .method(context.req().getMethod(),
                        body.length == 0 ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(body));
        for (var name : THERE) {
            var value = context.header(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** Passes an answer back as it comes; where it breaks off, so does ours. */
    private void pass(Context context, int server, HttpResponse<InputStream> answer) {
        var response = context.res();
        response.setStatus(answer.statusCode());
        response.setHeader(SERVER, Integer.toString(server));
        response.setHeader("X-Content-Type-Options", "nosniff");
        for (var name : BACK) {
            answer.headers().firstValue(name).ifPresent(value -> response.setHeader(name, value));
        }
        var lastMillis = new AtomicLong(now());
        try (var in = answer.body()) {
            var watch = looks.scheduleWithFixedDelay(() -> {
                if (now() - lastMillis.get() > Pauses.AGENT_SILENCE.toMillis()) {
                    end(in);
                }
            }, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
            try {
                var out = response.getOutputStream();
                var buffer = new byte[16 << 10];
                response.flushBuffer(); // a stream may have nothing to say for a while
                for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    lastMillis.set(now());
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } finally {
                watch.cancel(false);
            }
        } catch (IOException e) {
            // the reader is gone; or the server, which the reader sees by the length that was announced
        }
    }

    private static void end(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private static void none(Context context, String why) {
        refuse(context, 503, Outcome.NO_SERVER, why);
    }

    private static void unknown(Context context, int id) {
        refuse(context, 504, Outcome.UNKNOWN, "Server " + id + " did not answer: it may or may not "
                + "have done what was asked.");
    }

    private static void refuse(Context context, int status, String code, String why) {
        context.status(status)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("Retry-After", "1")
                .result(JsonObject.of("status", "exception")
                        .with("code", code)
                        .with("message", why)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        looks.shutdownNow();
        http.shutdownNow();
    }
}
