package dev.gavel.server.http;

import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The web page at {@code /} and its files below {@code /page/}. Each is read when it is first asked
 * for and stays in memory; there are only as many as the program has.
 */
public final class PageHandler {

    /** Addresses of the page's own parts, as people type them without the hash. */
    public static final List<String> ADDRESSES = List.of("/auctions", "/auctions/{auction}",
            "/mine", "/sell", "/sell/new", "/house");
    /** The path of the files. */
    public static final String PATH = "/page/<file>";
    private static final String START = "index.html";
    /**
     * The script that keeps the page in the browser. It may serve the start page too, which is above
     * it.
     */
    private static final String KEEPER = "net/page-keeper.js";
    /**
     * Names of files. No folder begins with a dot, so nothing outside of the page's own folder can
     * be named.
     */
    private static final Pattern NAME = Pattern
            .compile("([a-z][a-z0-9-]*/){0,4}[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern IMPORT_MAP = Pattern
            .compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();
    private final Supplier<Set<String>> servers;
    private final Optional<String> demo;
    private final String startPage;
    private volatile Policy policy;

    /**
     * The module that says which program serves the page; a program of the bidder's own puts its
     * word there.
     */
    private static final String SERVED_BY = "net/served-by.js";

    private record Policy(Set<String> servers, String text) {}

    /**
     * A handler that has read nothing but the start page.
     *
     * @param servers origins of the house, which the page may call; the same set until they change
     * @param demo origin at which a demonstration is controlled, which the page may call as well
     */
    PageHandler(Supplier<Set<String>> servers, Optional<String> demo) {
        this.servers = servers;
        this.demo = demo;
        var start = PageFile.load(START)
                .orElseThrow(
                        () -> new IllegalStateException("the program lacks its page"));
        files.put(START, start);
        startPage = new String(start.plain().toArray(), StandardCharsets.UTF_8);
        policy = policy(servers.get());
    }

    /**
     * A handler for a program of the bidder's own, through which the page does everything.
     *
     * @param servedBy the word of that program to the page, as a module
     */
    public PageHandler(String servedBy) {
        this(Set::of, Optional.empty());
        files.put(SERVED_BY, PageFile.script(servedBy));
    }

    private String policy() {
        var now = servers.get();
        var known = policy;
        if (!known.servers().equals(now)) {
            known = policy(now);
            policy = known;
        }
        return known.text();
    }

    private Policy policy(Set<String> origins) {
        return new Policy(origins, policy(startPage,
                Stream.concat(origins.stream(), demo.stream())
                        .flatMap(PageHandler::named)
                        .collect(Collectors.joining(" "))));
    }

    /** Answers with the page itself. */
    public void start(Context context) {
        send(context, START);
    }

    /**
     * Answers a browser that opens one of the {@link #ADDRESSES} with the page itself; for a
     * program there is nothing there.
     */
    public void address(Context context) {
        if (!takesHtml(context.header("Accept"))) {
            throw new NotFoundResponse();
        }
        send(context, START);
        context.header("Vary", "Accept, Accept-Encoding");
    }

    /** Answers with a file of the page. */
    public void file(Context context) {
        send(context, context.pathParam("file"));
    }

    private void send(Context context, String name) {
        var file = files.get(name);
        if (file == null) {
            file = NAME.matcher(name).matches() ? PageFile.load(name).orElse(null) : null;
            if (file == null) {
                throw new HttpTrouble(Trouble.NOT_FOUND, "The page has no file "
                        + Parameters.printable(name) + ".");
            }
            files.put(name, file);
        }
        context.header("Content-Security-Policy", policy())
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .header("Vary", "Accept-Encoding")
                .header("ETag", file.tag());
        if (name.equals(KEEPER)) {
            context.header("Service-Worker-Allowed", "/");
        }
        if (names(context.header("If-None-Match"), file.tag())) {
            context.status(304);
            return;
        }
        context.contentType(file.type());
        if (takesGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip").result(file.gzipped().toArray());
        } else {
            context.result(file.plain().toArray());
        }
    }

    private static boolean names(@Nullable String tags, String tag) {
        return tags != null && (tags.equals("*") || tags.contains(tag.substring(2)));
    }

    /**
     * Whether the request comes from a browser. A program takes anything, or JSON; a browser that
     * opens a page names HTML.
     */
    private static boolean takesHtml(@Nullable String types) {
        return types != null
                && types.matches("(?i)(.*[, ])?text/html(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null
                && encodings.matches("(?i)(.*[, ])?gzip(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    /**
     * The content policy. Only scripts from a server of the house may run; the import map is the
     * one script within the page.
     */
    private static String policy(String startPage, String talksTo) {
        var map = IMPORT_MAP.matcher(startPage);
        if (!map.find()) {
            throw new IllegalStateException("the page lacks its import map");
        }
        var hash = Base64.getEncoder()
                .encodeToString(
                        PageFile.sha256(map.group(1).getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + hash + "'; style-src 'self'; "
                + "img-src 'self' data:; connect-src 'self' " + talksTo
                + "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'";
    }

    /**
     * An origin as policies name it. Browsers ignore IPv6 addresses in policies, so the port of
     * such a server is named besides. Without it a page could not go on at another server.
     */
    private static Stream<String> named(String origin) {
        return origin.contains("[")
                ? Stream.of(origin, "http://*" + origin.substring(origin.lastIndexOf(':')))
                : Stream.of(origin);
    }
}
