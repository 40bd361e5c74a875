package dev.gavel.server.http;

import dev.gavel.server.desk.OutcomeJson;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Answers bytes that cannot even be read as a request like any other: with an outcome, without a
 * trace.
 */
public final class JsonErrors extends ErrorHandler {

    private final String toHttp2;

    /** Errors of a port that has no hint for clients that speak HTTP/2. */
    public JsonErrors() {
        this("This port speaks HTTP/1.1.");
    }

    /** Errors with a hint for clients that speak HTTP/2, as gRPC does. */
    JsonErrors(String toHttp2) {
        this.toHttp2 = toHttp2;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int status,
            @Nullable String message, @Nullable Throwable cause, Callback callback) {
        var json = OutcomeJson.of(HttpStatuses.trouble(status),
                request.getMethod().equals("PRI") ? toHttp2 : sentence(status)).toArray();
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/json")
                // Whoever is not understood may go on with what was meant for somebody else.
                .put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        response.write(true, HttpConnections.isHead(request) ? null : ByteBuffer.wrap(json),
                callback);
    }

    /** The sentence of a status. The library's own reasons are for people who know it. */
    private static String sentence(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "This cannot be read as a request: its first line, a percent escape or dots in its "
                        + "path, a header or its length is not as HTTP/1.1 has them.";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "The request did not come in time.";
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "The body is too long.";
            case HttpStatus.URI_TOO_LONG_414 -> "The address of the request is too long.";
            case HttpStatus.EXPECTATION_FAILED_417 ->
                "Expect: nothing but 100-continue can be expected.";
            case HttpStatus.UPGRADE_REQUIRED_426, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                "This port speaks HTTP/1.1.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The headers of the request are too long.";
            case HttpStatus.NOT_IMPLEMENTED_501 ->
                "Transfer-Encoding: the body may come chunked, and in no other way.";
            default -> status >= 500 ? "This server met a bug."
                    : "This cannot be taken as a request: " + HttpStatus.getMessage(status) + ".";
        };
    }
}
