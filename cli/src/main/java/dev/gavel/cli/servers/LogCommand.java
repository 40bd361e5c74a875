package dev.gavel.cli.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.log.Envelope;
import dev.gavel.raft.ratis.RecordedLog;
import dev.gavel.raft.ratis.RecordedLog.Content;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code gavel log}: what stands in the log, a JSON object a line. */
@Command(name = "log", description = "Prints the log of a server as JSON, one object a line. Each"
        + " command has its index, term and time, its user, and its key or number. Reads the"
        + " records on this machine and changes nothing. If the server runs, only committed entries"
        + " are shown. If it does not run, its last entries may never have been committed.", footer = {
                "",
                "Examples:",
                "  gavel log                      of the first server that has records here",
                "  gavel log 3 --after 815        of server 3, after index 815",
                "  gavel log --follow             and goes on as the house works; Ctrl-C ends it",
                "  gavel log --commands --records /mnt/copy"})
public final class LogCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RecordsCommand.Where where = new RecordsCommand.Where();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The server; default: the first"
            + " that has records here.")
    private Optional<Integer> id = Optional.empty();

    @Option(names = "--after", paramLabel = "INDEX", description = "Begin after this log index,"
            + " such as 815; default: at the first entry that the server still has.")
    private Optional<Long> after = Optional.empty();

    @Option(names = "--follow", description = "Go on with new entries, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--commands", description = "Only commands, without the entries that"
            + " replication and the clock add.")
    private boolean onlyCommands;

    @Option(names = "--json", description = "No effect: the output is always one JSON object a"
            + " line.")
    private boolean unusedForItIsAlwaysJson;

    @Override
    public Integer call() throws ConfigFaultsException {
        var config = where.config();
        int server = id.orElseGet(() -> first(config));
        var log = RecordedLog.after(after.orElse(-1L), RecordsCommand.where(config, server));
        var cluster = DevCluster.of(config, false);
        var upTo = committed(cluster, server);
        if (upTo < 0 && !follow) {
            throw new VerbFailedException(ExitCodes.UNREACHED, "server " + server
                    + " runs and does not say which entries are committed; --follow waits until it"
                    + " does");
        }
        var damage = log.read(upTo, this::print);
        while (follow && !out().checkError()) {
            Patience.pause(LOOK);
            log.read(committed(cluster, server), this::print);
        }
        if (!damage.isEmpty() && !cluster.running(server)) {
            throw new VerbFailedException(ExitCodes.RECORDS, "after index " + log.last()
                    + ", the log has " + damage + "; gavel records check " + server + where.typed()
                    + " tells more");
        }
        return ExitCodes.OK;
    }

    private static int first(ServerConfig config) {
        return config.servers()
                .stream()
                .map(ServerAddress::id)
                .filter(each -> Files.isDirectory(config.recordsOf(each)))
                .findFirst()
                .orElseThrow(() -> new VerbFailedException(ExitCodes.RECORDS,
                        "no server has records in " + config.recordsFolder()
                                + ": --records DIR names another folder"));
    }

    /** A running server tells what is committed; of another all that is there is read. */
    private long committed(DevCluster cluster, int server) {
        if (!cluster.running(server)) {
            return Long.MAX_VALUE;
        }
        return cluster.row(server).map(Standing::commitIndex).orElse(-1L);
    }

    private void print(LogPosition at, Content content) {
        switch (content) {
            case Content.Stored(var envelope) -> print(at, envelope);
            case Content.Members(var ids) -> {
                var row = row(at, "members");
                var members = row.putArray("members");
                ids.forEach(members::add);
                printOther(row);
            }
            case Content.Note note -> printOther(row(at, "note"));
            case Content.Unreadable(var why) -> printOther(row(at, "unreadable").put("why", why));
        }
    }

    private void print(LogPosition at, Envelope envelope) {
        var time = TIME.format(Instant.ofEpochMilli(envelope.timeMillis()));
        var items = envelope.items();
        if (items.isEmpty()) {
            printOther(row(at, "pulse").put("at", time));
        }
        for (var i = 0; i < items.size(); i++) {
            switch (items.get(i)) {
                case Envelope.Item.Command(var request) -> print(
                        command(row(at, "command").put("place", i).put("at", time), request));
                case Envelope.Item.OpenSession open -> printOther(
                        row(at, "session").put("place", i).put("at", time));
            }
        }
    }

    private static ObjectNode row(LogPosition at, String type) {
        return Http.JSON.createObjectNode()
                .put("index", at.index())
                .put("term", at.term())
                .put("type", type);
    }

    private static ObjectNode command(ObjectNode row, Request request) {
        switch (request.id()) {
            case RequestId.InSession(var session, var seq, var ackedBelow) ->
                row.put("session", session).put("seq", seq);
            case RequestId.ByKey(var key) -> row.put("key", key);
        }
        row.put("by", request.principal());
        try {
            row.set("command", Http.JSON.readTree(request.payload().asUtf8()));
        } catch (JsonProcessingException e) {
            row.put("bytes", request.payload().asHex()); // what the house refused for being no JSON
        }
        return row;
    }

    private void printOther(ObjectNode row) {
        if (!onlyCommands) {
            print(row);
        }
    }

    private void print(ObjectNode row) {
        out().println(row);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
