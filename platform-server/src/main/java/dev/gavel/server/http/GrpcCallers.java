package dev.gavel.server.http;

import dev.gavel.server.config.ServerAddress;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * Sends callers away who speak HTTP/2, as gRPC does, and so look for the client port: in their own
 * language, with the address that they look for.
 */
final class GrpcCallers extends AbstractConnectionFactory
        implements ConnectionFactory.Detecting {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int HTTP_1_1_REQUIRED = 0xd;

    private final ServerAddress me;

    GrpcCallers(ServerAddress me) {
        super("h2c");
        this.me = me;
    }

    @Override
    public Detection detect(ByteBuffer bytes) {
        var seen = Math.min(bytes.remaining(), PREFACE.length);
        for (var i = 0; i < seen; i++) {
            if (bytes.get(bytes.position() + i) != PREFACE[i]) {
                return Detection.NOT_RECOGNIZED;
            }
        }
        return seen == PREFACE.length ? Detection.RECOGNIZED : Detection.NEED_MORE_BYTES;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return new Farewell(endPoint, connector.getExecutor(), me);
    }

    /** An empty SETTINGS frame, and GOAWAY with a sentence. */
    private static final class Farewell extends AbstractConnection
            implements Connection.UpgradeTo {

        private final ServerAddress me;

        private Farewell(EndPoint endPoint, Executor executor, ServerAddress me) {
            super(endPoint, executor);
            this.me = me;
        }

        @Override
        public void onOpen() {
            super.onOpen();
            var sentence = ("this is the HTTP port of server " + me.id()
                    + "; its client port, for gRPC, is " + me.client())
                    .getBytes(StandardCharsets.UTF_8);
            var frames = ByteBuffer.allocate(9 + 9 + 8 + sentence.length);
            frames.put(new byte[]{0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
            frames.putShort((short) 0).put((byte) (8 + sentence.length));
            frames.put((byte) GOAWAY).put((byte) 0).putInt(0);
            frames.putInt(0).putInt(HTTP_1_1_REQUIRED).put(sentence);
            frames.flip();
            getEndPoint().write(Callback.from(getEndPoint()::shutdownOutput, failure -> close()),
                    frames);
        }

        @Override
        public void onUpgradeTo(ByteBuffer read) {
            // What was read so far says all that is to be known.
        }

        @Override
        public void onFillable() {
            close();
        }
    }
}
