package dev.gavel.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gavel.wire.v1.DiscoveryDatagram;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds servers on this network without knowing any: a question to a multicast group, and what answers.
 * Anybody on the network can answer, so an answer is no more than an address to try.
 *
 * @param group IPv4 multicast address
 * @param port of the group
 * @see "docs/adr/0058-discovery.md"
 */
public record Discovery(String group, int port) {

    /** A datagram is never longer: it fits into one packet of any network. */
    public static final int MAX_DATAGRAM_BYTES = 512;
    /** Of the group that the configuration names if it names none. */
    public static final String USUAL_GROUP = "239.255.71.1";
    /** Its port. */
    public static final int USUAL_PORT = 20_999;

    private static final byte[] MAGIC = "GVL1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 8;
    /** A question is as long as an answer may be: servers are no help in flooding others. */
    private static final int PADDING_BYTES = 400;
    private static final int MAX_FOUND = 64;
    private static final int ROUNDS = 3;
    /** The others answer within this after the first. */
    private static final Duration AFTER_THE_FIRST = Duration.ofMillis(250);

    /**
     * A server that answered.
     *
     * @param house it says it belongs to
     * @param address where it says it takes commands
     */
    public record Found(String house, ServerAddress address) {}

    /** The usual group and port. */
    public static Discovery usual() {
        return new Discovery(USUAL_GROUP, USUAL_PORT);
    }

    /**
     * Asks, and listens for a while.
     *
     * @param house name of the house; empty for any
     * @param within how long to listen at most; once somebody has answered, only a moment longer
     * @return who answered, each once
     * @throws IOException where this machine has no network to ask on
     */
    public List<Found> find(String house, Duration within) throws IOException {
        var nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        var question = bytes(DiscoveryDatagram.newBuilder()
                .setNonce(ByteString.copyFrom(nonce))
                .setHouse(house)
                .setPadding(ByteString.copyFrom(new byte[PADDING_BYTES]))
                .build());
        var found = new LinkedHashSet<Found>();
        try (var socket = new MulticastSocket(0)) {
            for (var round = 0; round < ROUNDS && found.isEmpty(); round++) {
                ask(socket, question);
                listen(socket, within.dividedBy(ROUNDS), nonce, house, found);
            }
        }
        return List.copyOf(found);
    }

    private void ask(MulticastSocket socket, byte[] question) throws IOException {
        var to = new InetSocketAddress(InetAddress.getByName(group), port);
        var asked = false;
        for (var network : networks(each -> true)) {
            try {
                socket.setNetworkInterface(network);
                socket.send(new DatagramPacket(question, question.length, to));
                asked = true;
            } catch (IOException e) {
                // this one has no way to the group; another may
            }
        }
        if (!asked) {
            throw new IOException("no network of this machine reaches the group " + group);
        }
    }

    private static void listen(MulticastSocket socket, Duration within, byte[] nonce, String house,
            Set<Found> found) throws IOException {
        var until = System.nanoTime() + within.toNanos();
        var others = Math.min(within.toNanos(), AFTER_THE_FIRST.toNanos());
        var packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES + 1], MAX_DATAGRAM_BYTES + 1);
        while (found.size() < MAX_FOUND) {
            if (!found.isEmpty() && others > 0) {
                until = Math.min(until, System.nanoTime() + others);
                others = 0;
            }
            var left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            socket.setSoTimeout((int) left);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return;
            }
            read(packet).filter(said -> Arrays.equals(said.getNonce().toByteArray(), nonce))
                    .filter(said -> house.isEmpty() || said.getHouse().equals(house))
                    .ifPresent(said -> ServerAddress.tryParse(said.getClientAddress())
                            .ifPresent(address -> found.add(new Found(said.getHouse(), address))));
        }
    }

    /** Chooses networks. */
    @FunctionalInterface
    public interface NetworkTest {

        /** Whether it is one of the wanted. */
        boolean test(NetworkInterface network) throws SocketException;
    }

    /** Networks of this machine that are up and of the wanted kind. */
    public static List<NetworkInterface> networks(NetworkTest wanted)
            throws IOException {
        var networks = new ArrayList<NetworkInterface>();
        for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (network.isUp() && (network.isLoopback() || network.supportsMulticast())
                    && wanted.test(network)) {
                networks.add(network);
            }
        }
        return networks;
    }

    /** What was received, if it is of this protocol and within its bounds. */
    public static Optional<DiscoveryDatagram> read(DatagramPacket packet) {
        var length = packet.getLength();
        if (length < MAGIC.length || length > MAX_DATAGRAM_BYTES
                || !Arrays.equals(MAGIC, Arrays.copyOf(packet.getData(), MAGIC.length))) {
            return Optional.empty();
        }
        try {
            var said = DiscoveryDatagram.parser()
                    .parseFrom(packet.getData(), MAGIC.length, length - MAGIC.length);
            return Optional.of(said).filter(one -> one.getNonce().size() == NONCE_BYTES);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** A datagram as it is sent. */
    public static byte[] bytes(DiscoveryDatagram datagram) {
        var body = datagram.toByteArray();
        var bytes = Arrays.copyOf(MAGIC, MAGIC.length + body.length);
        System.arraycopy(body, 0, bytes, MAGIC.length, body.length);
        return bytes;
    }
}
