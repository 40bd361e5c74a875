package dev.gavel.server.http;

import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Looks after connections while no request is under way on them. It bounds their number from one
 * address. A request's head that has begun must end in time, however often a byte of it comes.
 */
final class ConnectionGuard implements Connection.Listener {

    private final ConnectionLimits limits;
    private final LongSupplier nanos;
    private final Map<EndPoint, Watched> watched = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    /**
     * One connection. Fields that several threads read are volatile; the rest belongs to the sweep.
     */
    private static final class Watched {

        private final Connection connection;
        /** The address as long as the connection was open; a closed one no longer tells. */
        private final @Nullable InetAddress address;
        private volatile boolean requestIsUnderWay;
        /** Bytes that belong to requests which are answered. */
        private volatile long bytesDone;
        private boolean headHasBegun;
        private long headSince;

        private Watched(Connection connection, @Nullable InetAddress address) {
            this.connection = connection;
            this.address = address;
        }

        private boolean isOverdue(long now, long atMost) {
            if (requestIsUnderWay || connection.getBytesIn() <= bytesDone) {
                headHasBegun = false;
                return false;
            }
            if (!headHasBegun) {
                headHasBegun = true;
                headSince = now;
            }
            return now - headSince > atMost;
        }
    }

    /** A guard with these bounds, by this clock. */
    ConnectionGuard(ConnectionLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    @Override
    public void onOpened(Connection connection) {
        var endPoint = connection.getEndPoint();
        var address = address(endPoint);
        watched.put(endPoint, new Watched(connection, address));
        if (address != null
                && perAddress.merge(address, 1, Integer::sum) > limits.perAddress()) {
            refuse(endPoint);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        var one = watched.remove(connection.getEndPoint());
        if (one != null && one.address != null) {
            perAddress.computeIfPresent(one.address,
                    (any, count) -> count <= 1 ? null : count - 1);
        }
    }

    /** Notes that a request was read on the connection and is being answered. */
    void begins(EndPoint endPoint) {
        var one = watched.get(endPoint);
        if (one != null) {
            one.requestIsUnderWay = true;
        }
    }

    /** Notes that the request is answered. */
    void ends(EndPoint endPoint) {
        var one = watched.get(endPoint);
        if (one != null) {
            one.bytesDone = one.connection.getBytesIn();
            one.requestIsUnderWay = false;
        }
    }

    /**
     * Cuts off connections whose head is overdue. To be called several times a second, by one
     * thread.
     */
    void sweep() {
        var now = nanos.getAsLong();
        var atMost = limits.httpHeadWithin().toNanos();
        watched.forEach((endPoint, one) -> {
            if (one.isOverdue(now, atMost)) {
                endPoint.close(new TimeoutException("the head of a request did not come in time"));
            }
        });
    }

    private static @Nullable InetAddress address(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : null;
    }

    private void refuse(EndPoint endPoint) {
        var json = OutcomeJson.of(Trouble.BUSY, "There are " + limits.perAddress()
                + " connections from your address already, as many as this server takes.")
                .toArray();
        var head = "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n"
                + "Retry-After: 1\r\nConnection: close\r\nContent-Length: " + json.length
                + "\r\n\r\n";
        endPoint.write(Callback.from(endPoint::close, endPoint::close),
                ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(json));
    }
}
