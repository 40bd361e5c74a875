package dev.gavel.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gavel.cli.servers.Http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The door through which the page of a demonstration kills its servers. It is held by the
 * demonstration, not by a server, so that it answers when all of them are dead; it listens on this
 * machine only, and to pages of its own servers only.
 */
final class DemoControl implements AutoCloseable {

    private static final Pattern ORDER = Pattern
            .compile("/demo/servers/([0-9]{1,3})/(" + DemoOrder.WORDS + ")");
    private static final String STATE = "/demo";

    private final HttpServer http;
    private final Set<String> pages;
    private final Supplier<ObjectNode> state;
    private final Consumer<String> order;

    private DemoControl(HttpServer http, Set<String> pages, Supplier<ObjectNode> state,
            Consumer<String> order) {
        this.http = http;
        this.pages = pages;
        this.state = state;
        this.order = order;
    }

    /**
     * Listens on a free port of this machine.
     *
     * @param pages origins whose pages may read and order
     * @param state what {@code GET /demo} answers
     * @param order told what was ordered, as {@code kill 3}
     */
    static DemoControl open(Set<String> pages, Supplier<ObjectNode> state, Consumer<String> order)
            throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                0);
        var control = new DemoControl(http, Set.copyOf(pages), state, order);
        http.createContext("/", control::answer);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return control;
    }

    /** Where it is found. */
    String origin() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var origin = call.getRequestHeaders().getFirst("Origin");
            var host = "http://" + call.getRequestHeaders().getFirst("Host");
            if (!host.equals(origin()) || (origin != null && !pages.contains(origin))) {
                send(call, 403, "only pages of the demonstration may ask here");
                return;
            }
            if (origin != null) {
                call.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
                call.getResponseHeaders().set("Vary", "Origin");
            }
            var path = call.getRequestURI().getPath();
            var ordered = ORDER.matcher(path);
            if (path.equals(STATE) && call.getRequestMethod().equals("GET")) {
                write(call, 200, state.get());
            } else if (ordered.matches() && call.getRequestMethod().equals("POST")) {
                order.accept(ordered.group(2) + " " + ordered.group(1));
                write(call, 202, state.get());
            } else {
                send(call, 404, "there is " + STATE + " and POST " + STATE
                        + "/servers/ID/{" + DemoOrder.WORDS.replace('|', ',')
                        + "}");
            }
        }
    }

    private static void send(HttpExchange call, int status, String message) throws IOException {
        write(call, status, Http.JSON.createObjectNode().put("message", message));
    }

    private static void write(HttpExchange call, int status, ObjectNode json)
            throws IOException {
        var body = json.toString().getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.getResponseHeaders().set("Cache-Control", "no-store");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
