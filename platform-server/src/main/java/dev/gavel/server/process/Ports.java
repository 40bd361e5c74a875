package dev.gavel.server.process;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports nobody listens on. */
public final class Ports {

    /** Above the last port that browsers refuse to go to, 10080. */
    private static final int FROM = 10_100;
    /** Below the range from which systems lend ports to outgoing connections. */
    private static final int TO = 20_000;
    private static final int TRIES = 10_000;

    /** Given away by this process, so that two houses that start at a time do not get the same. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** Different ports of the loopback address, free a moment ago, and given to nobody else here. */
    public static List<Integer> free(int count) {
        var random = ThreadLocalRandom.current();
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < TRIES && ports.size() < count; i++) {
            int port = random.nextInt(FROM, TO);
            if (isFree(port) && GIVEN.add(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new VerbFailedException(ExitCodes.REFUSED,
                    "no " + count + " free ports between " + FROM + " and " + TO);
        }
        return ports;
    }

    /** Whether nobody listens there on the loopback address. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
