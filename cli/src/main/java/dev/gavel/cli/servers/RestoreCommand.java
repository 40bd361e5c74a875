package dev.gavel.cli.servers;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ratis.RecordsCopy;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code gavel restore}: a house begins again from a copy, after all its servers have lost their records. */
@Command(name = "restore", description = "Gives all servers of the configuration, or the servers"
        + " named, the records in a copy that gavel backup took. None of them may have records."
        + " Only for a house in which no majority of the servers has its records any more: what was"
        + " acknowledged after the copy is gone. Otherwise start the empty server with its old"
        + " number, or replace it. The other servers send it everything.", footer = {
                "", "Examples:", "  gavel restore /mnt/gavel-2026-11-21/server-3",
                "  gavel restore /mnt/gavel-2026-11-21/server-3 0 1   on the machine of servers 0 and 1",
                "  gavel cluster start                                then all of them"})
public final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RecordsCommand.Where where = new RecordsCommand.Where();

    @Parameters(index = "0", paramLabel = "COPY", description = "A folder server-N that gavel backup made.")
    private Path copy = Path.of("");

    @Parameters(index = "1..*", paramLabel = "ID", description = "The servers; default: all of the"
            + " configuration.")
    private List<Integer> ids = List.of();

    @Override
    public Integer call() throws ConfigFaultsException {
        var config = where.config();
        var from = copy.toAbsolutePath().normalize();
        var servers = ids.isEmpty()
                ? config.servers().stream().map(ServerAddress::id).toList()
                : ids;
        try {
            check(config, from);
            for (int id : servers) {
                RecordsCopy.objection(from, RecordsCommand.where(config, id)).ifPresent(why -> {
                    throw new VerbFailedException(BackupCommand.RECORDS, why);
                });
            }
            var records = servers.stream().map(id -> RecordsCommand.where(config, id)).toList();
            RecordsCopy.begin(records);
            for (int id : servers) {
                putBack(config, from, id);
            }
            RecordsCopy.end(records);
        } catch (RecordsException e) {
            throw new VerbFailedException(BackupCommand.RECORDS, String.valueOf(e.getMessage()));
        }
        say("Start all servers of the house now, and none that still has other records: gavel cluster"
                + " start" + where.typed());
        return ExitCodes.OK;
    }

    /** Whose the copy is says its name; whether it is right, running it again. */
    private void check(ServerConfig config, Path from) {
        var name = String.valueOf(from.getFileName());
        if (!name.matches("server-\\d{1,3}") || from.getParent() == null) {
            throw new VerbFailedException(ExitCodes.USAGE,
                    "COPY: must be a folder server-N as gavel backup makes them, was " + copy);
        }
        var found = BackupCommand.replay(config.withRecordsFolder(from.getParent()),
                Integer.parseInt(name.substring("server-".length())),
                spec.commandLine().getErr());
        if (!found.faults().isEmpty()) {
            throw new VerbFailedException(BackupCommand.RECORDS, "the copy is not right: "
                    + String.join("; ", found.faults()));
        }
        say("the copy is right, up to index " + found.end());
    }

    private void putBack(ServerConfig config, Path from, int id) {
        try (var progress = Progress.of(spec.commandLine().getErr(), "restoring server " + id,
                "bytes")) {
            RecordsCopy.putBack(from, RecordsCommand.where(config, id),
                    (done, of) -> progress.at(done, of, ""));
            progress.clear();
        }
        say("server " + id + ": restored to " + config.recordsOf(id).toAbsolutePath().normalize());
    }

    private void say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
