package dev.gavel.cli.servers;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ratis.RecordsCopy;
import dev.gavel.raft.ratis.RecordsReplay;
import dev.gavel.raft.ratis.RecordsReplay.Replayed;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code gavel backup}: a copy of one server's records, which may run, and which is run again to see that it is right. */
@Command(name = "backup", description = "Copies the records of server ID into a folder; the server"
        + " may run meanwhile. Then checks the copy as gavel verify does. If the server is up to"
        + " date, the copy holds everything that was acknowledged before the backup began. Exit"
        + " code 7 when the copy is damaged. To begin again from a copy: gavel restore.", footer = {
                "", "Examples:", "  gavel backup 3 --to /mnt/gavel-2026-11-21",
                "  gavel backup 3 --to /mnt/gavel-2026-11-21 --json"})
public final class BackupCommand implements Callable<Integer> {

    static final int RECORDS = ExitCodes.RECORDS;
    private static final double MB = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RecordsCommand.Where where = new RecordsCommand.Where();

    @Parameters(paramLabel = "ID", description = "The server. Its records must be on this machine.")
    private int id;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Folder for the copy, made where it is missing; the copy is DIR/server-ID.")
    private Path to = Path.of("");

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws ConfigFaultsException {
        var config = where.config();
        var copy = config.withRecordsFolder(to.toAbsolutePath().normalize());
        var out = spec.commandLine().getOut();
        try {
            var bytes = take(config, copy);
            var found = replay(copy, id, spec.commandLine().getErr());
            if (json) {
                var row = Http.JSON.createObjectNode();
                row.put("server", id)
                        .put("copy", copy.recordsOf(id).toString())
                        .put("bytes", bytes)
                        .put("end", found.end());
                var faults = row.putArray("faults");
                found.faults().forEach(faults::add);
                out.println(row);
            } else {
                out.printf("server %d: %.1f MB copied to %s, %s up to index %d%n", id,
                        bytes / MB, copy.recordsOf(id),
                        found.faults().isEmpty() ? "run again and right" : "WRONG", found.end());
                found.faults().forEach(fault -> out.println("  " + fault));
            }
            out.flush();
            return found.faults().isEmpty() ? ExitCodes.OK : RECORDS;
        } catch (RecordsException e) {
            throw new VerbFailedException(RECORDS, String.valueOf(e.getMessage()));
        }
    }

    private long take(ServerConfig config, ServerConfig copy) {
        try (var progress = Progress.of(spec.commandLine().getErr(), "copying server " + id,
                "bytes")) {
            var bytes = RecordsCopy.take(RecordsCommand.where(config, id), copy.recordsOf(id),
                    (done, of) -> progress.at(done, of, ""));
            progress.clear();
            return bytes;
        }
    }

    /** Runs a copy of server {@code id} again, as {@link VerifyCommand} does. */
    static Replayed replay(ServerConfig copy, int id, PrintWriter err) {
        try (var progress = Progress.of(err, "verifying the copy", "log indexes")) {
            var found = RecordsReplay.of(RecordsCommand.where(copy, id),
                    () -> PlatformServer.machine(copy), (index, of) -> progress.at(index, of, ""));
            progress.clear();
            return found;
        }
    }
}
