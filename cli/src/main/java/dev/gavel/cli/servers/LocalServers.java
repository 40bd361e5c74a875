package dev.gavel.cli.servers;

import dev.gavel.raft.Membership;
import dev.gavel.raft.ratis.RecordsCheckup;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The servers of a configuration as they are by now: those that joined the house and have their records
 * here are among them, those that were removed are not.
 */
final class LocalServers {

    private static final Pattern RECORDS = Pattern.compile("server-(\\d{1,3})");

    private LocalServers() {}

    static ServerConfig of(ServerConfig config) {
        var folders = folders(config.recordsFolder());
        var newest = folders.stream()
                .flatMap(id -> members(config, id).stream())
                .max(Comparator.comparingLong(Membership::index));
        if (newest.isEmpty()) {
            return config;
        }
        var servers = new TreeMap<Integer, ServerAddress>();
        config.servers()
                .stream()
                .filter(server -> newest.get().peer(server.id()).isPresent())
                .forEach(server -> servers.put(server.id(), server));
        folders.forEach(id -> newest.get()
                .peer(id)
                .flatMap(ServerAddress::of)
                .ifPresent(server -> servers.putIfAbsent(id, server)));
        return servers.isEmpty() ? config : config.withServers(List.copyOf(servers.values()));
    }

    private static Optional<Membership> members(ServerConfig config, int id) {
        return RecordsCheckup.members(config.house(), config.recordsOf(id));
    }

    private static List<Integer> folders(Path records) {
        if (!Files.isDirectory(records)) {
            return List.of();
        }
        try (var files = Files.list(records)) {
            return files.map(file -> RECORDS.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches())
                    .map(name -> Integer.parseInt(name.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + records, e);
        }
    }
}
