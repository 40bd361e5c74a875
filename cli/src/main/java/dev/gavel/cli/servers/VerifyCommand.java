package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ratis.RecordsReplay;
import dev.gavel.raft.ratis.RecordsReplay.Replayed;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.process.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code gavel verify}: runs what is in the log through the rules again, and sees whether all comes out as it did. */
@Command(name = "verify", description = "Runs every command in the log through the rules again, and"
        + " says whether each comes out as before. Also checks checksums, order, snapshots and"
        + " digests, and that the servers agree. Reads the records of servers that do not run, or"
        + " copies of them. Changes nothing. Exit code 7 when something is wrong.", footer = {"",
                "Examples:",
                "  gavel verify                          all servers of the configuration",
                "  gavel verify 3 --json                 server 3, for a program",
                "  gavel verify --records /mnt/copy      a copy of RAFT_records"})
public final class VerifyCommand implements Callable<Integer> {

    private static final int RECORDS = ExitCodes.RECORDS;
    private static final int DIGEST_DIGITS = 12;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RecordsCommand.Where where = new RecordsCommand.Where();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "One server; default: all that"
            + " have records here.")
    private Optional<Integer> id = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws ConfigFaultsException {
        var config = where.config();
        var ids = id.map(List::of)
                .orElseGet(() -> config.servers().stream().map(ServerAddress::id).toList());
        var replayed = new TreeMap<Integer, Replayed>();
        var isWell = true;
        for (int each : ids) {
            if (id.isPresent() || Files.isDirectory(config.recordsOf(each))) {
                isWell &= replay(config, each, replayed);
            } else { // it may be on another machine
                say("server " + each + ": no records in " + config.recordsOf(each),
                        Http.JSON.createObjectNode().put("server", each).put("records", false));
            }
        }
        isWell &= agree(replayed) && !replayed.isEmpty();
        return isWell ? ExitCodes.OK : RECORDS;
    }

    private boolean replay(ServerConfig config, int server, Map<Integer, Replayed> replayed) {
        var replica = RecordsCommand.where(config, server);
        try (var progress = Progress.of(spec.commandLine().getErr(), "verifying server " + server,
                "log indexes")) {
            var found = RecordsReplay.of(replica, () -> PlatformServer.machine(config),
                    (index, of) -> progress.at(index, of, ""));
            progress.clear();
            replayed.put(server, found);
            say(server, found);
            return found.faults().isEmpty();
        } catch (RecordsException e) {
            var row = Http.JSON.createObjectNode();
            row.put("server", server).putArray("faults").add(String.valueOf(e.getMessage()));
            say("server " + server + ": " + e.getMessage(), row);
            return false;
        }
    }

    private void say(int server, Replayed found) {
        var digest = found.digests().isEmpty() ? ""
                : ", digest " + shortly(found.digests().lastEntry().getValue()) + " at index "
                        + found.digests().lastKey();
        var what = counted(found.commands(), "command") + " in "
                + counted(found.entries(), "entry") + " run again "
                + (found.after() < 0 ? "from the beginning"
                        : "after the snapshot at " + found.after())
                + " up to index " + found.end() + ", " + counted(found.snapshots(), "snapshot")
                + " read" + digest;
        var row = Http.JSON.createObjectNode();
        row.put("server", server)
                .put("afterSnapshot", found.after())
                .put("end", found.end())
                .put("entries", found.entries())
                .put("commands", found.commands())
                .put("snapshots", found.snapshots());
        if (!found.digests().isEmpty()) {
            row.put("digestIndex", found.digests().lastKey())
                    .put("digest", found.digests().lastEntry().getValue().asHex());
        }
        var faults = row.putArray("faults");
        found.faults().forEach(faults::add);
        say("server " + server + ": " + (found.faults().isEmpty() ? "right: " : "WRONG; ") + what,
                row);
        if (!json) {
            found.faults().forEach(fault -> say("  " + fault, row));
        }
    }

    /** Whether all that can be compared show the same at the highest index that all of them reached. */
    private boolean agree(Map<Integer, Replayed> replayed) {
        var some = new ArrayList<>(replayed.entrySet());
        some.removeIf(one -> one.getValue().digests().isEmpty());
        if (some.size() < 2) {
            return true;
        }
        var common = new TreeMap<>(some.getFirst().getValue().digests());
        some.forEach(one -> common.keySet().retainAll(one.getValue().digests().keySet()));
        var row = Http.JSON.createObjectNode();
        if (common.isEmpty()) {
            say("the servers have no recent index in common, so they were not compared", row
                    .put("compared", false));
            return true;
        }
        long index = common.lastKey();
        var first = some.getFirst();
        var isOne = true;
        for (var other : some.subList(1, some.size())) {
            var differs = differ(first.getValue(), other.getValue());
            if (differs.isPresent()) {
                isOne = false;
                say("servers " + first.getKey() + " and " + other.getKey()
                        + " DIFFER from index " + differs.get() + " on, or before it",
                        Http.JSON.createObjectNode()
                                .put("differ", true)
                                .put("index", differs.get()));
            }
        }
        if (isOne) {
            say("servers " + ClusterCommand.words(some.stream().map(Map.Entry::getKey).toList())
                    + " agree: digest " + shortly(common.lastEntry().getValue()) + " at index "
                    + index,
                    row.put("agree", true)
                            .put("index", index)
                            .put("digest",
                                    common.lastEntry().getValue().asHex()));
        }
        return isOne;
    }

    /** The first index that both remember and at which they differ. */
    private static Optional<Long> differ(Replayed one, Replayed other) {
        return one.digests()
                .entrySet()
                .stream()
                .filter(link -> other.digests().containsKey(link.getKey())
                        && !other.digests().get(link.getKey()).equals(link.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String counted(long number, String word) {
        return String.format(Locale.ROOT, "%,d ", number) + (number == 1 ? word
                : word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s");
    }

    private static String shortly(Bytes digest) {
        return digest.asHex().substring(0, DIGEST_DIGITS);
    }

    private void say(String line, ObjectNode row) {
        var out = spec.commandLine().getOut();
        out.println(json ? row.toString() : line);
        out.flush();
    }
}
