package dev.gavel.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds the process that holds a port. Linux tells, at least of processes of the same user. */
final class PortHolder {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /** Whether another process listens there already, so that this one could not. */
    static boolean isTaken(String host, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return false;
        } catch (BindException e) {
            return true;
        }
    }

    /** The process that listens on {@code port}, as {@code process 4711 (java -cp …)}. */
    static Optional<String> of(int port) {
        try {
            var inode = inode(port);
            return inode.isEmpty() ? Optional.empty() : process(inode.getAsLong());
        } catch (IOException | RuntimeException otherSystem) {
            return Optional.empty();
        }
    }

    private static OptionalLong inode(int port) throws IOException {
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        for (var table : new String[]{"net/tcp", "net/tcp6"}) {
            for (var line : Files.readAllLines(PROC.resolve(table))) {
                var fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(suffix)
                        && fields[3].equals(LISTENING)) {
                    return OptionalLong.of(Long.parseLong(fields[9]));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<String> process(long inode) {
        var link = "socket:[" + inode + "]";
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), link))
                .findFirst()
                .map(process -> "process " + process.pid()
                        + process.info().command().map(command -> " (" + command + ")").orElse(""));
    }

    private static boolean holds(long pid, String link) {
        try (Stream<Path> open = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return open.anyMatch(file -> {
                try {
                    return Files.readSymbolicLink(file).toString().equals(link);
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }
}
