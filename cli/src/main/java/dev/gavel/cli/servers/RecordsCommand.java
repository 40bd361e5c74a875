package dev.gavel.cli.servers;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.RecordsCheckup;
import dev.gavel.raft.ratis.RecordsCheckup.Finding;
import dev.gavel.raft.ratis.RecordsCheckup.Verdict;
import dev.gavel.raft.ratis.SkippedEntries;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.RecordsPlace;
import dev.gavel.server.process.UsualConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code gavel records}: looks at the records of servers that do not run. */
@Command(name = "records", description = "Looks at the records of servers that do not run.", footer = {
        "", "Examples:", "  gavel records check", "  gavel records repair 3",
        "  gavel records skip 4711 --server 3"})
public final class RecordsCommand implements Runnable {

    /** The records are another's, in use, damaged, or cannot be read. */
    private static final int RECORDS = ExitCodes.RECORDS;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a verb of its own there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "records check, records repair ID, or records skip INDEX?");
    }

    @Command(name = "check", description = "Reads the log of each server, or of server ID, and says"
            + " whether it holds every entry that the server has promised to hold. Changes nothing."
            + " Exit code 7 when an entry is missing or damaged.")
    int check(@Mixin Where where,
            @Parameters(paramLabel = "ID", arity = "0..1") Optional<Integer> id)
            throws ConfigFaultsException {
        var config = where.config();
        var ids = id.map(List::of)
                .orElseGet(() -> config.servers().stream().map(ServerAddress::id).toList());
        var allIsWell = true;
        for (int each : ids) {
            allIsWell &= check(config, each, where.typed());
        }
        return allIsWell ? ExitCodes.OK : RECORDS;
    }

    private boolean check(ServerConfig config, int id, String typed) {
        try {
            var found = RecordsCheckup.look(where(config, id));
            say("server " + id + ": " + sentence(found, id, typed));
            found.remarks().forEach(remark -> say("  " + remark));
            return found.verdict() == Verdict.WHOLE || found.verdict() == Verdict.NONE;
        } catch (RecordsException e) {
            say("server " + id + ": " + e.getMessage());
            return false;
        }
    }

    private static String sentence(Finding found, int id, String typed) {
        var promised = found.promised().isPresent()
                ? "promised up to index " + found.promised().getAsLong()
                : "no file says how far it was promised";
        var what = promised + ", there up to index " + found.logEnd();
        return switch (found.verdict()) {
            case NONE -> "no records in " + found.folder();
            case WHOLE -> "whole: " + what;
            case SHORT -> "lost its end: " + what
                    + ". The server will start, but not vote until the others have sent it the"
                    + " missing entries";
            case DAMAGED -> "damaged: " + what + ". Try: gavel records repair " + id + typed;
        };
    }

    @Command(name = "repair", description = "Moves the log and the snapshots of server ID aside."
            + " When the server starts, the other servers send it everything again; it does not"
            + " vote before. The records of the others must be whole.")
    void repair(@Mixin Where where, @Parameters(paramLabel = "ID") int id)
            throws ConfigFaultsException {
        try {
            var aside = RecordsCheckup.setAside(where(where.config(), id), Clock.systemUTC());
            say(aside.map(folder -> "moved to " + folder + "; now start server " + id
                    + ": the other servers send it everything again")
                    .orElse("server " + id + " has no log to be moved"));
        } catch (RecordsException e) {
            throw new VerbFailedException(RECORDS, String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "skip", description = "For servers that stopped at a log entry which cannot be"
            + " applied: they will go on as if that entry had never been. Skip it on all servers of"
            + " the house. A server that does not skip it will differ from the others, and stop.")
    void skip(@Mixin Where where,
            @Parameters(paramLabel = "INDEX", description = "Log index at which the servers"
                    + " stopped; no other entry can be skipped.") long index,
            @Option(names = "--server", paramLabel = "ID", description = "One server; default: all"
                    + " servers that stopped there and whose records are here.") Optional<Integer> id)
            throws ConfigFaultsException {
        var config = where.config();
        var ids = id.map(List::of).orElseGet(() -> stoppedAt(config, index));
        if (ids.isEmpty()) {
            throw new VerbFailedException(RECORDS,
                    "no server whose records are here stopped at log index " + index);
        }
        for (int each : ids) {
            try {
                SkippedEntries.skip(where(config, each), index, Clock.systemUTC());
                say("server " + each + " will skip log index " + index
                        + " from its next start on; all other servers must skip it too");
            } catch (RecordsException e) {
                throw new VerbFailedException(RECORDS, String.valueOf(e.getMessage()));
            }
        }
    }

    private static List<Integer> stoppedAt(ServerConfig config, long index) {
        return config.servers()
                .stream()
                .map(ServerAddress::id)
                .filter(id -> SkippedEntries.stoppedAt(config.replica(id))
                        .filter(at -> at == index)
                        .isPresent())
                .toList();
    }

    static ReplicaConfig where(ServerConfig config, int id) {
        if (config.server(id).isEmpty()) {
            throw new VerbFailedException(ExitCodes.USAGE, "there is no server " + id + " in "
                    + config.file());
        }
        return config.replica(id);
    }

    private void say(String line) {
        var out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** Whose records. */
    static final class Where {

        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--records", paramLabel = "DIR", description = "Folder of the records;"
                + " default: the folder that the configuration names.")
        private Optional<Path> records = Optional.empty();

        /** What names these records, as it was typed, with a blank before it; for a hint. */
        String typed() {
            return config.typed()
                    + records.map(folder -> UsualConfig.typed("--records", folder)).orElse("");
        }

        ServerConfig config() throws ConfigFaultsException {
            var read = config.load();
            var settings = records.map(read::withRecordsFolder).orElse(read);
            RecordsPlace.require(settings.recordsFolder(), false);
            return LocalServers.of(settings);
        }
    }
}
