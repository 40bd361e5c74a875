package dev.gavel.lab.bench;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers under test: five processes of our own with temporary records, or a house that runs
 * already, of whose processes nothing is known.
 */
final class House implements AutoCloseable {

    private final Optional<DevCluster> own;
    private final List<ServerAddress> addresses;

    private House(Optional<DevCluster> own, List<ServerAddress> addresses) {
        this.own = own;
        this.addresses = addresses;
    }

    /** With lines for their configuration. */
    static House ofOurOwn(int servers, List<String> settings, PrintWriter err) {
        var cluster = DevCluster.start(servers, String.join("\n", settings), err);
        var addresses = cluster.ids().stream().map(id -> {
            var address = cluster.address(id);
            return new ServerAddress(address.host(), address.clientPort());
        }).toList();
        return new House(Optional.of(cluster), addresses);
    }

    static House at(List<ServerAddress> addresses) {
        return new House(Optional.empty(), addresses);
    }

    Optional<DevCluster> own() {
        return own;
    }

    /** What runs them, where they are ours. */
    DevCluster cluster() {
        return own.orElseThrow(() -> new VerbFailedException(ExitCodes.USAGE,
                "this measurement starts and kills servers of its own: leave --server out"));
    }

    /** For clients of the house: of servers of our own the one that leads is asked first. */
    ClientConfig client() {
        var leader = own.map(cluster -> cluster.address(cluster.leader()))
                .map(one -> new ServerAddress(one.host(), one.clientPort()));
        return ClientConfig.of(Stream.concat(leader.stream(),
                addresses.stream().filter(one -> !leader.equals(Optional.of(one)))).toList());
    }

    /** Process numbers of the servers, where they are ours. */
    List<Long> pids() {
        return own.map(cluster -> cluster.ids()
                .stream()
                .flatMap(id -> cluster.pid(id).stream())
                .toList()).orElse(List.of());
    }

    @Override
    public void close() {
        own.ifPresent(DevCluster::close);
    }
}
