package dev.gavel.server.http;

import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Stands before everything that answers requests. It refuses requests that cannot be read, are
 * under no path, or take another method. So only requests that some part of the server knows get
 * through, in one spelling.
 */
final class FrontDoor extends Handler.Wrapper {

    /** Headers that decide something; of two of them one would be ignored. */
    private static final List<String> ONCE = List.of(Callers.USER, "Authorization", Responses.KEY,
            EventStreamHandler.LAST_EVENT_ID, CommandHandler.NO_FORWARD, "Content-Type", "Origin");
    /** Headers that browsers may send from one of our pages to another server of the house. */
    private static final String SENT_BY_PAGES = String.join(", ", "Content-Type", Callers.USER,
            "Authorization", Responses.KEY, EventStreamHandler.LAST_EVENT_ID,
            CommandHandler.NO_FORWARD);
    private static final String READ_BY_PAGES = String.join(", ", Responses.INDEX, Responses.KEY,
            Responses.LEADER, Responses.RETRY_AFTER);

    /** Methods of requests that change something. */
    private static final Set<String> DOES_SOMETHING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Routes routes;
    private final HostNames hosts;
    private final Origins origins;
    private final LongSupplier index;

    /**
     * A door in front of {@code routes}.
     *
     * @param hosts the hosts that requests may name
     * @param origins origins of the pages that may act and read here
     * @param index the index that {@code Gavel-Index} gives with a refusal
     */
    FrontDoor(Routes routes, HostNames hosts, Origins origins, LongSupplier index) {
        this.routes = routes;
        this.hosts = hosts;
        this.origins = origins;
        this.index = index;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws Exception {
        Request asked;
        if (request.getMethod().equals("CONNECT")) {
            // Whoever wants a tunnel sends other things than requests after it.
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        try {
            checkHost(request.getHttpURI().getHost());
            var origin = request.getHeaders().get(HttpHeader.ORIGIN);
            if (origins.mayRead(origin)) {
                response.getHeaders()
                        .put("Access-Control-Allow-Origin", origin)
                        .put("Vary", "Origin")
                        .put("Access-Control-Expose-Headers", READ_BY_PAGES);
            }
            var target = Target.of(request.getHttpURI());
            var methods = methods(target, request);
            if (request.getMethod().equals("OPTIONS") && origin != null) {
                preflight(origin, methods, response, callback);
                return true;
            }
            check(request, target, methods, origin, response);
            request.setAttribute(Target.ATTRIBUTE, target);
            asked = spelled(request, target);
        } catch (HttpTrouble trouble) {
            refuse(response, callback, trouble, index.getAsLong());
            return true;
        }
        return super.handle(asked, response, callback);
    }

    /** Refuses a request that was meant for another host, and is led here by somebody else. */
    private void checkHost(@Nullable String host) {
        if (!hosts.areOurs(host)) {
            throw new HttpTrouble(Trouble.WRONG_HOST, "This house is not known as "
                    + Parameters.printable(String.valueOf(host))
                    + "; an operator can add the name to also-known-as in the configuration of the servers.");
        }
    }

    private Set<String> methods(Target target, Request request) {
        return routes.at(target)
                .orElseThrow(() -> new HttpTrouble(Trouble.NOT_FOUND, "There is nothing at "
                        + Parameters.printable(request.getHttpURI().getPath())
                        + "; /openapi.json lists what there is."));
    }

    private void check(Request request, Target target, Set<String> methods,
            @Nullable String origin, Response response) {
        var method = request.getMethod();
        if (!methods.contains(method)) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", methods));
            throw new HttpTrouble(Trouble.METHOD_NOT_ALLOWED, Parameters.printable(target.path())
                    + " does not take " + Parameters.printable(method) + ", but "
                    + String.join(", ", methods) + "." + (DOES_SOMETHING.contains(method)
                            ? " To change something, send a command to POST /v1/commands."
                            : ""));
        }
        once(request.getHeaders());
        if (method.equals("POST") && !origins.mayAct(origin,
                request.getHeaders().get(HttpHeader.HOST))) {
            throw new HttpTrouble(Trouble.FORBIDDEN,
                    "A page of another site may not act here; use a page that a server of this "
                            + "house gave you.");
        }
    }

    private static void once(HttpFields headers) {
        for (var name : ONCE) {
            if (headers.getFields(name).size() > 1) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, name + ": given more than once.");
            }
        }
    }

    private static Request spelled(Request request, Target target) {
        var address = request.getHttpURI();
        var path = target.path();
        return path.equals(address.getPath()) ? request
                : Request.serveAs(request,
                        HttpURI.build(address, path, null, address.getQuery()).asImmutable());
    }

    /** Answers a browser that asks whether a page may send a request at all. */
    private void preflight(String origin, Set<String> methods, Response response,
            Callback callback) {
        var headers = response.getHeaders();
        headers.put(HttpHeader.ALLOW, String.join(", ", methods) + ", OPTIONS");
        if (origins.mayRead(origin)) {
            headers.put("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
                    .put("Access-Control-Allow-Headers", SENT_BY_PAGES)
                    .put("Access-Control-Max-Age", "600");
        }
        response.setStatus(204);
        response.write(true, null, callback);
    }

    /** Answers a request that was not taken. */
    static void refuse(Response response, Callback callback, HttpTrouble trouble, long index) {
        refuse(response, callback, HttpStatuses.of(trouble.trouble()),
                OutcomeJson.of(trouble.trouble(), trouble.sentence()).toArray(), index);
    }

    /** Answers a request that was not taken, with an outcome. */
    static void refuse(Response response, Callback callback, int status, byte[] outcome,
            long index) {
        response.setStatus(status);
        var headers = response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/json")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put(Responses.INDEX, index);
        if (status == 401) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, Callers.USER);
        }
        if (status == 429 || status >= 503) {
            headers.put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(outcome), callback);
    }
}
