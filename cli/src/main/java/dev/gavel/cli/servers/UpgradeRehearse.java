package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ratis.RecordsCopy;
import dev.gavel.raft.ratis.RecordsReplay;
import dev.gavel.raft.ratis.RecordsReplay.Replayed;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.ConfigOption;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** {@code gavel upgrade rehearse DIR}: a backup under this program, before a server is. */
@Command(name = "rehearse", description = "Runs every command in a backup through the rules of this"
        + " program, and says whether the digests are those of the servers. If not, names the first"
        + " place that differs. If the backup is damaged, or of another house, says so. Changes"
        + " nothing. Exit code 7 when something is wrong.", footer = {
                "", "Examples:", "  gavel upgrade rehearse /mnt/gavel-2026-11-21",
                "  gavel upgrade rehearse /mnt/gavel-2026-11-21/server-3 --json"})
final class UpgradeRehearse implements Callable<Integer> {

    private static final Pattern COPY = Pattern.compile("server-(\\d{1,3})");
    private static final int DIGEST_DIGITS = 12;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "One JSON object a copy.")
    private boolean json;

    @Parameters(paramLabel = "DIR", description = "What gavel backup made: a folder server-N, or the folder that such folders are in.")
    private Path backup = Path.of("");

    @Override
    public Integer call() throws ConfigFaultsException {
        var settings = config.load();
        var isWell = true;
        for (var copy : copies(backup.toAbsolutePath().normalize())) {
            isWell &= rehearse(settings, copy);
        }
        return isWell ? ExitCodes.OK : ExitCodes.RECORDS;
    }

    private List<Path> copies(Path given) {
        if (!Files.isDirectory(given)) {
            throw new VerbFailedException(ExitCodes.RECORDS, "DIR: there is no folder " + given);
        }
        if (isCopy(given)) {
            return List.of(given);
        }
        try (var files = Files.list(given)) {
            var found = files.filter(UpgradeRehearse::isCopy).sorted().toList();
            if (found.isEmpty()) {
                throw new VerbFailedException(ExitCodes.RECORDS, "DIR: " + given
                        + " holds no folder server-N, as gavel backup makes them");
            }
            return found;
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.RECORDS, "DIR: " + given
                    + " cannot be read");
        }
    }

    private static boolean isCopy(Path folder) {
        return COPY.matcher(String.valueOf(folder.getFileName())).matches()
                && Files.isDirectory(folder);
    }

    private boolean rehearse(ServerConfig settings, Path copy) {
        var name = COPY.matcher(String.valueOf(copy.getFileName()));
        var id = name.matches() ? Integer.parseInt(name.group(1)) : -1;
        var row = Http.JSON.createObjectNode().put("copy", copy.toString());
        try {
            var there = settings.withRecordsFolder(copy.resolveSibling(""));
            RecordsCopy.requireCopy(copy, there.house());
            var found = replay(there, LocalServers.of(there), id);
            tell(copy, found, row);
            return found.faults().isEmpty();
        } catch (RecordsException | VerbFailedException e) {
            row.put("same", false).putArray("faults").add(String.valueOf(e.getMessage()));
            say(copy + ": " + e.getMessage(), row);
            return false;
        }
    }

    private Replayed replay(ServerConfig there, ServerConfig known, int id) {
        try (var progress = Progress.of(spec.commandLine().getErr(), "rehearsing server " + id,
                "log indexes")) {
            var found = RecordsReplay.of(RecordsCommand.where(known, id),
                    () -> PlatformServer.machine(there), (index, of) -> progress.at(index, of, ""));
            progress.clear();
            return found;
        }
    }

    private void tell(Path copy, Replayed found, ObjectNode row) {
        var same = found.faults().isEmpty();
        row.put("same", same)
                .put("afterSnapshot", found.after())
                .put("end", found.end())
                .put("commands", found.commands())
                .put("snapshots", found.snapshots());
        var digest = "";
        if (!found.digests().isEmpty()) {
            var last = found.digests().lastEntry();
            row.put("digestIndex", last.getKey()).put("digest", last.getValue().asHex());
            digest = ", digest " + last.getValue().asHex().substring(0, DIGEST_DIGITS)
                    + " at index " + last.getKey();
        }
        var faults = row.putArray("faults");
        found.faults().forEach(faults::add);
        say(copy + ": " + (same ? "this program comes to the same digests"
                : "NOT THE SAME; first " + found.faults().getFirst())
                + String.format(Locale.ROOT, ": %,d commands %s up to index %d", found.commands(),
                        found.after() < 0 ? "from the beginning"
                                : "after the snapshot at " + found.after(),
                        found.end())
                + digest, row);
        if (!json) {
            found.faults().stream().skip(1).forEach(fault -> say("  " + fault, row));
        }
    }

    private void say(String line, ObjectNode row) {
        spec.commandLine().getOut().println(json ? row.toString() : line);
        spec.commandLine().getOut().flush();
    }
}
