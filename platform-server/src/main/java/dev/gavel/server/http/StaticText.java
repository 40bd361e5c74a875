package dev.gavel.server.http;

import io.javalin.http.Handler;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves a text that is part of the program. */
final class StaticText {

    private StaticText() {}

    /** A handler that answers with the file {@code name} beside this class. */
    static Handler of(String name, String contentType) {
        try (var in = StaticText.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            var bytes = in.readAllBytes();
            return context -> context.contentType(contentType).result(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
