package dev.gavel.server.http;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Connections that remember how the request began that is being read. Of a request that it cannot
 * read, the library tells no method. A client that sent HEAD takes bytes behind the headers for the
 * next answer.
 *
 * <p>A request may name a host with a colon and no port behind it, as RFC 9110 has it. The library
 * refuses that. It means the host alone.
 */
public final class HttpConnections extends HttpConnectionFactory {

    private static final String HEAD = "HEAD ";

    /** Connections with these settings. */
    public HttpConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    /**
     * Whether the answer to {@code request} has no body, also if the request could not be read.
     */
    static boolean isHead(Request request) {
        return request.getMethod().equals("HEAD")
                || (request.getConnectionMetaData()
                        .getConnection() instanceof Remembering connection
                        && connection.getParser() instanceof Reader reader && reader.isHead());
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        var connection = new Remembering(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    private static final class Remembering extends HttpConnection {

        /** Set while the superclass is being constructed, so without a value of its own here. */
        private HttpConnection.@Nullable RequestHandler handler;

        private Remembering(HttpConfiguration configuration, Connector connector,
                EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpConnection.RequestHandler newRequestHandler() {
            var made = new HostReader();
            handler = made;
            return made;
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            var usual = super.newHttpParser(compliance);
            var parser = new Reader(Objects.requireNonNull(handler),
                    getHttpConfiguration().getRequestHeaderSize(),
                    // whatever stands there is read by HostReader
                    compliance.with(compliance.getName() + "_ANY_HOST",
                            HttpCompliance.Violation.UNSAFE_HOST_HEADER));
            parser.setHeaderCacheSize(usual.getHeaderCacheSize());
            parser.setHeaderCacheCaseSensitive(usual.isHeaderCacheCaseSensitive());
            return parser;
        }

        /** Reads the host of a request as strictly as the library does, but for an empty port. */
        private final class HostReader extends HttpConnection.RequestHandler {

            @Override
            public void parsedHeader(HttpField field) {
                super.parsedHeader(field instanceof HostPortHttpField ? host(field) : field);
            }

            private static HttpField host(HttpField field) {
                var text = field.getValue();
                var port = text.indexOf(':', text.lastIndexOf(']') + 1);
                var host = port > 0 && port == text.length() - 1 ? text.substring(0, port) : text;
                return new HostPortHttpField(host);
            }
        }
    }

    /** Reads requests, and keeps the first bytes of each. */
    private static final class Reader extends HttpParser {

        private final byte[] start = new byte[HEAD.length()];
        private int length;

        private Reader(RequestHandler handler, int mostHeaderBytes, HttpCompliance compliance) {
            super(handler, mostHeaderBytes, compliance);
        }

        @Override
        public boolean parseNext(ByteBuffer bytes) {
            if (isStart()) {
                length = 0;
            }
            for (var at = bytes.position(); at < bytes.limit() && length < start.length; at++) {
                var each = bytes.get(at);
                if (length > 0 || (each != '\r' && each != '\n')) {
                    start[length++] = each;
                }
            }
            return super.parseNext(bytes);
        }

        private boolean isHead() {
            return new String(start, 0, length, StandardCharsets.US_ASCII).equals(HEAD);
        }
    }
}
