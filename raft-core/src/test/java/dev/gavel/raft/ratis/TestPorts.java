package dev.gavel.raft.ratis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay this process's own, also while the replica of one is stopped: they come in blocks,
 * and a process has the block whose first port it listens on for as long as it lives.
 */
public final class TestPorts {

    /** Below those that the system gives to whoever calls out. */
    private static final int FROM = 20_000;
    private static final int BLOCK = 100;
    private static final int BLOCKS = 120;

    private static Block block = Block.claim();

    private TestPorts() {}

    /** One that nobody else is given and nobody listens on. */
    public static synchronized int next() {
        while (true) {
            if (block.isUsedUp()) {
                block = Block.claim();
            }
            var port = block.next();
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var free = listen(port)) {
            return free.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /** What holds a block is never closed: the system does that at the end of the process. */
    static final class Block {

        private final ServerSocket holder;
        private int used;

        private Block(ServerSocket holder) {
            this.holder = holder;
        }

        static Block claim() {
            var first = ThreadLocalRandom.current().nextInt(BLOCKS);
            for (var n = 0; n < BLOCKS; n++) {
                var port = FROM + (first + n) % BLOCKS * BLOCK;
                try {
                    return new Block(listen(port));
                } catch (IOException another) {
                    // has this block
                }
            }
            throw new IllegalStateException("no free block of ports from " + FROM + " on");
        }

        boolean isUsedUp() {
            return used == BLOCK - 1;
        }

        int next() {
            return holder.getLocalPort() + ++used;
        }
    }
}
