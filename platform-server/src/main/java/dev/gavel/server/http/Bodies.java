package dev.gavel.server.http;

import dev.gavel.raft.Bytes;
import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;
import org.eclipse.jetty.io.EndPoint;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Reads bodies within bounds of length and time. */
final class Bodies {

    /** Attribute under which a request carries the end point of its connection. */
    static final String END_POINT = "dev.gavel.end-point";

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_BYTES = 32 << 20;
    private static final int CHUNK_BYTES = 16 << 10;
    /** When the least rate begins to count: a body may begin slowly. */
    private static final Duration RATE_COUNTS_AFTER = Duration.ofSeconds(5);
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");
    private static final int[][] MARKS = {{0xef, 0xbb, 0xbf}, {0xfe, 0xff}, {0xff, 0xfe}};

    private final ConnectionLimits limits;

    Bodies(ConnectionLimits limits) {
        this.limits = limits;
    }

    /**
     * The body of a request, which must say that it is JSON or nothing. The type that
     * {@code curl -d} sends by default counts as nothing.
     */
    Bytes json(Context context, int maxBytes) {
        plain(context);
        var type = context.header("Content-Type");
        if (type != null && !isJson(type)) {
            throw new HttpTrouble(Trouble.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: the body is to be JSON, application/json, not "
                            + Parameters.printable(type) + ".");
        }
        if (type != null) {
            utf8(type);
        }
        var body = read(context, maxBytes);
        for (var mark : MARKS) {
            if (begins(body, mark)) {
                throw new HttpTrouble(Trouble.BAD_COMMAND,
                        "The body begins with a byte order mark; it is to be UTF-8 without one.");
            }
        }
        return body;
    }

    private static boolean begins(Bytes body, int[] mark) {
        for (var i = 0; i < mark.length; i++) {
            if (body.length() <= i || (body.array()[body.offset() + i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads a request that has nothing to say: an empty body, or an empty object. */
    void nothing(Context context, int maxBytes) {
        var body = json(context, maxBytes);
        if (body.length() > 0 && !body.asUtf8().strip().equals("{}")) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "This takes no body.");
        }
    }

    private static void plain(Context context) {
        var encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.isBlank()
                && !encoding.strip().equalsIgnoreCase("identity")) {
            context.header("Accept-Encoding", "identity");
            throw new HttpTrouble(Trouble.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding: the body is to come as it is, not in "
                            + Parameters.printable(encoding) + ".");
        }
    }

    private static boolean isJson(String type) {
        var media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.isEmpty() || media.equals("application/json") || media.endsWith("+json")
                || media.equals("application/x-www-form-urlencoded");
    }

    private static void utf8(String type) {
        for (var parameter : type.toLowerCase(Locale.ROOT).split(";", -1)) {
            var pair = parameter.split("=", 2);
            if (pair[0].strip().equals("charset")) {
                var charset = pair.length < 2 ? "" : pair[1].replace("\"", "").strip();
                if (!CHARSETS.contains(charset)) {
                    throw new HttpTrouble(Trouble.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type: the body is to be in the charset UTF-8, not "
                                    + Parameters.printable(charset) + ".");
                }
            }
        }
    }

    private Bytes read(Context context, int maxBytes) {
        if (context.req().getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        var began = System.nanoTime();
        var endPoint = context.req().getAttribute(END_POINT) instanceof EndPoint one ? one : null;
        if (endPoint != null) {
            endPoint.setIdleTimeout(limits.httpBodyWithin().toMillis());
        }
        try {
            return Bytes.of(read(context.req().getInputStream(), maxBytes, began));
        } catch (EOFException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The body ended before its end.");
        } catch (IOException e) {
            if (System.nanoTime() - began >= limits.httpBodyWithin().toNanos()) {
                throw tooSlow();
            }
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The body could not be read.");
        } finally {
            if (endPoint != null) {
                endPoint.setIdleTimeout(limits.httpIdle().toMillis());
            }
        }
    }

    private byte[] read(InputStream in, int maxBytes, long began) throws IOException {
        var body = new ByteArrayOutputStream(256);
        var chunk = new byte[Math.min(CHUNK_BYTES, maxBytes + 1)];
        for (var count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            body.write(chunk, 0, count);
            if (body.size() > maxBytes) {
                throw tooLarge(maxBytes);
            }
            if (isTooSlow(Duration.ofNanos(System.nanoTime() - began), body.size())) {
                throw tooSlow();
            }
        }
        return body.toByteArray();
    }

    private boolean isTooSlow(Duration taken, int bytes) {
        return taken.compareTo(limits.httpBodyWithin()) > 0
                || (taken.compareTo(RATE_COUNTS_AFTER) > 0
                        && bytes < limits.httpBodyBytesPerSecond() * taken.toMillis() / 1_000);
    }

    private HttpTrouble tooSlow() {
        return new HttpTrouble(Trouble.TOO_SLOW, "The body came too slowly: it has "
                + limits.httpBodyWithin().toMillis() + " ms, at "
                + limits.httpBodyBytesPerSecond() + " bytes a second or more.");
    }

    private static HttpTrouble tooLarge(int maxBytes) {
        return new HttpTrouble(Trouble.TOO_LARGE, "A command has at most " + maxBytes + " bytes.");
    }

    /**
     * Sends the answer to a body that is too long at once, and then lets some of the rest go by
     * unread. If the connection were closed on a client that still sends, the system would throw
     * the answer away.
     */
    static void answerThenDiscard(Context context, byte[] answer) throws IOException {
        context.res().setHeader("Connection", "close");
        context.res().setContentLength(answer.length);
        context.res().getOutputStream().write(answer);
        context.res().flushBuffer();
        if (context.header("Expect") != null) {
            return;
        }
        var until = System.nanoTime() + LINGER.toNanos();
        discard(context.req().getInputStream(), until);
    }

    private static void discard(InputStream in, long untilNanos) {
        var buffer = new byte[16 << 10];
        var left = LINGER_BYTES;
        try {
            while (left > 0 && System.nanoTime() < untilNanos) {
                var count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                left -= count;
            }
        } catch (IOException gone) {
            // The client has left; there is nobody to be polite to.
        }
    }
}
