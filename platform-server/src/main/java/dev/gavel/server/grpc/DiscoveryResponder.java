package dev.gavel.server.grpc;

import dev.gavel.client.Discovery;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.wire.v1.DiscoveryDatagram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;

/**
 * Answers programs that look for servers on this network, if the configuration allows it. Messages
 * that cannot be read are dropped without a word. An answer is never longer than its question, and
 * answers are counted.
 */
public final class DiscoveryResponder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryResponder.class);
    /** Most answers in a second; more than a room full of people needs. */
    private static final int MAX_ANSWERS = 50;

    private final String house;
    private final ServerAddress me;
    private final LongSupplier nanos;
    private final MulticastSocket socket;
    private long second;
    private int answers;

    private DiscoveryResponder(String house, ServerAddress me, MulticastSocket socket,
            LongSupplier nanos) {
        this.house = house;
        this.me = me;
        this.nanos = nanos;
        this.socket = socket;
    }

    /**
     * Begins to answer.
     *
     * @param house name of the house
     * @throws IOException where the port of the group cannot be had
     */
    public static DiscoveryResponder start(Discovery discovery, String house, ServerAddress me)
            throws IOException {
        var socket = new MulticastSocket(null);
        try {
            socket.setReuseAddress(true); // the servers of one machine share it
            socket.bind(new InetSocketAddress(discovery.port()));
            var group = new InetSocketAddress(InetAddress.getByName(discovery.group()),
                    discovery.port());
            for (var network : Discovery.networks(
                    each -> !isLoopback(me.host()) || each.isLoopback())) {
                join(socket, group, network);
            }
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        var responder = new DiscoveryResponder(house, me, socket, System::nanoTime);
        Thread.ofPlatform().daemon().name("discovery").start(responder::answerAll);
        return responder;
    }

    private static void join(MulticastSocket socket, InetSocketAddress group,
            NetworkInterface network) {
        try {
            socket.joinGroup(group, network);
        } catch (IOException e) {
            LOG.debug("not heard on {}: {}", network.getName(), e.toString());
        }
    }

    private void answerAll() {
        var packet = new DatagramPacket(new byte[Discovery.MAX_DATAGRAM_BYTES + 1],
                Discovery.MAX_DATAGRAM_BYTES + 1);
        while (!socket.isClosed()) {
            try {
                packet.setLength(Discovery.MAX_DATAGRAM_BYTES + 1);
                socket.receive(packet);
                answer(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.debug("a question could not be answered: {}", e.toString());
                }
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        var question = Discovery.read(packet)
                .filter(asked -> asked.getClientAddress().isEmpty())
                .filter(asked -> asked.getHouse().isEmpty() || asked.getHouse().equals(house));
        if (question.isEmpty() || !mayAsk(packet.getAddress()) || tooMany()) {
            return;
        }
        var answer = Discovery.bytes(DiscoveryDatagram.newBuilder()
                .setNonce(question.get().getNonce())
                .setHouse(house)
                .setId(me.id())
                .setClientAddress(me.client())
                .build());
        if (answer.length <= packet.getLength()) {
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    /**
     * Whether the asker may be answered. A server that listens to this machine only tells nobody
     * else of itself.
     */
    private boolean mayAsk(InetAddress asker) throws IOException {
        return !isLoopback(me.host()) || asker.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(asker) != null;
    }

    private boolean tooMany() {
        var now = nanos.getAsLong() / 1_000_000_000;
        if (now != second) {
            second = now;
            answers = 0;
        }
        return ++answers > MAX_ANSWERS;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
