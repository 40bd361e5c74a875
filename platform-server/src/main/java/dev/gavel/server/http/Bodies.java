package dev.gavel.server.http;

import dev.gavel.raft.Bytes;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/** Reads bodies, and never more of one than is allowed. */
final class Bodies {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_BYTES = 32 << 20;

    private Bodies() {}

    /**
     * The body of a request, which must say that it is JSON or nothing. What {@code curl -d} says when
     * it is not told otherwise counts as nothing.
     */
    static Bytes json(Context context, int maxBytes) {
        var type = context.contentType();
        if (type != null && !isJson(type)) {
            throw new HttpTrouble(Trouble.UNSUPPORTED_MEDIA_TYPE,
                    "The body is to be JSON: Content-Type application/json, not "
                            + type.replaceAll("[^ -~]", "?") + ".");
        }
        return read(context, maxBytes);
    }

    private static boolean isJson(String type) {
        var media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.isEmpty() || media.equals("application/json") || media.endsWith("+json")
                || media.equals("application/x-www-form-urlencoded");
    }

    private static Bytes read(Context context, int maxBytes) {
        if (context.req().getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        try {
            var body = context.req().getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return Bytes.of(body);
        } catch (EOFException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The body ended before its end.");
        } catch (IOException e) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The body could not be read.");
        }
    }

    private static HttpTrouble tooLarge(int maxBytes) {
        return new HttpTrouble(Trouble.TOO_LARGE, "A command has at most " + maxBytes + " bytes.");
    }

    /**
     * Sends the answer to a body that is too long at once, then lets some of the rest go by unread:
     * closing on a client that still sends would make the system throw the answer away.
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
