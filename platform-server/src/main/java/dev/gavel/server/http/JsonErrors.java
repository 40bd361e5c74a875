package dev.gavel.server.http;

import dev.gavel.server.desk.OutcomeJson;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** What cannot even be read as a request is answered like all else: as an outcome, without a trace. */
public final class JsonErrors extends ErrorHandler {

    @Override
    protected void generateResponse(Request request, Response response, int status,
            @Nullable String message, @Nullable Throwable cause, Callback callback) {
        var sentence = HttpStatus.getMessage(status) + ": this cannot be read as a request.";
        var json = OutcomeJson.of(HttpStatuses.trouble(status), sentence);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(json.toArray()), callback);
    }
}
