package dev.gavel.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths and their handlers. Every path that takes {@code GET} takes {@code HEAD} too, with the
 * same status and headers.
 */
final class Routes {

    private static final String REST = "<file>";

    private record Route(List<String> segments, String method) {

        boolean fits(List<String> asked) {
            var isOpen = !segments.isEmpty() && segments.getLast().equals(REST);
            if (isOpen ? asked.size() < segments.size() : asked.size() != segments.size()) {
                return false;
            }
            for (var i = 0; i < segments.size(); i++) {
                var segment = segments.get(i);
                if (segment.startsWith("{") ? asked.get(i).isEmpty()
                        : !segment.equals(REST) && !segment.equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Route> routes = new ArrayList<>();
    private final RoutesConfig javalin;

    /** Routes that are added to {@code javalin} as well. */
    Routes(RoutesConfig javalin) {
        this.javalin = javalin;
    }

    /** Adds a path that is read, such as {@code /v1/auctions/{auction}}. */
    void get(String path, Handler handler) {
        javalin.get(path, handler);
        javalin.head(path, handler);
        note(path, "GET");
        note(path, "HEAD");
    }

    /** Adds a path that takes {@code POST}. */
    private void post(String path, Handler handler) {
        javalin.post(path, handler);
        note(path, "POST");
    }

    /** What is read or done at {@code path}: {@code method} is {@code GET} or {@code POST}. */
    void add(String method, String path, Handler handler) {
        if (method.equals("POST")) {
            post(path, handler);
        } else {
            get(path, handler);
        }
    }

    /** Adds a path that another part of the server answers. */
    void elsewhere(String path) {
        note(path, "GET");
        note(path, "HEAD");
    }

    private void note(String path, String method) {
        routes.add(
                new Route(path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1)),
                        method));
    }

    /** The methods that a path takes, in order; empty if there is nothing under it. */
    Optional<Set<String>> at(Target target) {
        var methods = new TreeSet<String>();
        routes.stream()
                .filter(route -> route.fits(target.segments()))
                .forEach(route -> methods.add(route.method()));
        return methods.isEmpty() ? Optional.empty() : Optional.of(methods);
    }
}
