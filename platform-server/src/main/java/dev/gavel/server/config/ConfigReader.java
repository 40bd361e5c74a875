package dev.gavel.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.gavel.raft.ReplicaConfig.Elections;
import dev.gavel.raft.ReplicaConfig.Packing;
import dev.gavel.raft.ReplicaConfig.Storage;
import dev.gavel.raft.ReplicaConfig.Tuning;
import dev.gavel.server.exit.ConfigTrouble;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the file key by key, in its own order, and gathers its faults. */
final class ConfigReader {

    /** The character that stands for bytes that are no letter. */
    private static final int REPLACED = 0xfffd;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern HOST = Pattern
            .compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?", Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP = Pattern
            .compile("(22[4-9]|23\\d)(\\.(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){3}");
    private static final Pattern ANY = Pattern.compile(".+");
    private static final int MB = 1 << 20;

    private ConfigReader() {}

    static ServerConfig read(Path file, Map<String, String> variables)
            throws ConfigFaultsException {
        var faults = new ArrayList<ConfigFault>();
        var environment = new Environment(variables);
        var root = new Section(parse(file), "", environment, faults);

        var cluster = root.text("cluster", "gavel", NAME,
                "1 to 63 small letters, digits and hyphens");
        root.text("mode", "open", Pattern.compile("open"), "open");
        var registration = root.text("registration", "open", Pattern.compile("open|closed"),
                "open or closed").equals("closed") ? Registration.CLOSED : Registration.OPEN;
        var alsoKnownAs = root.texts("also-known-as", HOST,
                "names of hosts, such as auctions.example.com");
        boolean anywhere = root.flag(ServerList.LOUD_SETTING, false);
        var records = root.text("records-folder", "RAFT_records", ANY, "a folder");
        var list = new ServerList(root, faults);
        var servers = list.read(anywhere);
        var discovery = discovery(root.section("discovery"));
        var tuning = tuning(root.section("replication"));
        var limits = limits(root.section("limits"));
        var connections = connections(root.section("connections"));
        var logging = logging(root.section("logging"));
        root.refuseUnknown();
        faults.addAll(environment.misspelt());

        if (!faults.isEmpty()) {
            throw new ConfigFaultsException(faults);
        }
        servers.sort(Comparator.comparingInt(ServerAddress::id));
        return new ServerConfig(file, cluster, new Access(Mode.OPEN, registration, alsoKnownAs),
                home().resolve(records), servers, list.priorities(), tuning,
                new Bounds(limits, connections, logging), discovery, "");
    }

    /**
     * The folder to which a relative folder in the file is relative: the project's root, if the
     * launcher knows it.
     */
    private static Path home() {
        return Path.of(Optional.ofNullable(System.getProperty("gavel.home")).orElse(""));
    }

    private static ConfigObject parse(Path file) throws ConfigFaultsException {
        var unreadable = ConfigTrouble.unreadable(file);
        if (unreadable.isPresent()) {
            throw single(file.toString(), "it cannot be read: " + unreadable.get());
        }
        try {
            return ConfigFactory.parseFile(file.toFile()).resolve().root();
        } catch (StackOverflowError e) { // the library reads what is within by calling itself
            throw single(file.toString(), "it has too many braces or brackets within one another");
        } catch (ConfigException e) {
            // the library's message begins with "file: line: ", ours with "file:line: "
            var origin = Optional.ofNullable(e.origin());
            var where = file + origin.filter(at -> at.lineNumber() > 0)
                    .map(at -> ":" + at.lineNumber())
                    .orElse("");
            var message = Optional.ofNullable(e.getMessage()).orElse("not HOCON");
            var prefix = origin.map(at -> at.description() + ": ").orElse("");
            var sentence = message.startsWith(prefix) ? message.substring(prefix.length())
                    : message;
            throw single(where,
                    isText(sentence) ? ConfigTrouble.inPlainWords(sentence) : "this is no text");
        }
    }

    /** Whether a sentence of the library is text: it repeats bytes that it does not understand. */
    private static boolean isText(String sentence) {
        return sentence.codePoints()
                .noneMatch(c -> c == REPLACED || (Character.isISOControl(c) && c != '\t'));
    }

    private static ConfigFaultsException single(String where, String message) {
        return new ConfigFaultsException(List.of(new ConfigFault(where, "", message)));
    }

    private static Tuning tuning(Section section) {
        var usual = Tuning.defaults();
        var tuning = new Tuning(elections(section, usual.elections()),
                packing(section, usual.packing()), storage(section, usual.storage()),
                millis(section, "digest-every-ms", usual.digestEvery(), 10, 3_600_000),
                millis(section, "request-timeout-ms", usual.requestTimeout(), 100, 600_000),
                millis(section, "max-clock-jump-ms", usual.maxClockJump(), 500, 86_400_000));
        section.refuseUnknown();
        return tuning;
    }

    private static Elections elections(Section section, Elections usual) {
        var elections = new Elections(
                millis(section, "election-timeout-min-ms", usual.timeoutMin(), 50, 60_000),
                millis(section, "election-timeout-max-ms", usual.timeoutMax(), 60, 120_000));
        if (elections.timeoutMax().compareTo(elections.timeoutMin()) <= 0) {
            section.fault("election-timeout-max-ms", "must be more than election-timeout-min-ms ("
                    + elections.timeoutMin().toMillis() + "), was "
                    + elections.timeoutMax().toMillis());
        }
        return elections;
    }

    private static Packing packing(Section section, Packing usual) {
        return new Packing(
                section.integer("max-commands-per-entry", usual.maxCommands(), 1, 100_000),
                section.integer("max-bytes-per-entry", usual.maxBytes(), 1 << 16, 8 * MB),
                section.integer("max-entries-under-way", usual.maxEntriesUnderWay(), 1, 1_000),
                Duration.of(section.integer("entry-interval-us", Math.toIntExact(
                        usual.interval().toNanos() / 1_000), 0, 100_000), ChronoUnit.MICROS),
                section.integer("max-commands-waiting", usual.maxCommandsWaiting(), 1, 10_000_000),
                section.number("max-bytes-waiting", usual.maxBytesWaiting(), MB, 4L << 30));
    }

    private static Storage storage(Section section, Storage usual) {
        return new Storage(
                section.number("snapshot-every-entries", usual.snapshotEveryEntries(), 10,
                        1_000_000_000),
                section.number("snapshot-every-bytes", usual.snapshotEveryBytes(), MB, 1L << 40),
                section.number("segment-bytes", usual.segmentBytes(), 8 << 10, 1L << 30),
                section.number("keep-entries", usual.keepEntries(), 0, 1_000_000_000),
                section.number("disk-reserve-bytes", usual.diskReserveBytes(), 0, 1L << 40));
    }

    private static Duration millis(Section section, String key, Duration usual, long min,
            long max) {
        return Duration.ofMillis(section.number(key, usual.toMillis(), min, max));
    }

    private static DiscoverySettings discovery(Section section) {
        var usual = DiscoverySettings.off();
        var discovery = new DiscoverySettings(section.flag("enabled", usual.enabled()),
                section.text("group", usual.group(), GROUP,
                        "an IPv4 multicast address such as " + usual.group()),
                section.integer("port", usual.port(), 1, 65_535));
        section.refuseUnknown();
        return discovery;
    }

    private static LogSettings logging(Section section) {
        var logging = new LogSettings(section.number("max-bytes",
                LogSettings.defaults().maxBytes(), MB, 1L << 40));
        section.refuseUnknown();
        return logging;
    }

    private static Limits limits(Section section) {
        var usual = Limits.defaults();
        var limits = new Limits(
                section.integer("max-command-bytes", usual.maxCommandBytes(), 1_024, MB),
                section.integer("max-body-bytes", usual.maxBodyBytes(), 1_024, 64 * MB),
                section.integer("max-frame-bytes", usual.maxFrameBytes(), 1 << 16, 64 * MB),
                section.integer("max-connections", usual.maxConnections(), 10, 1_000_000),
                section.integer("max-watchers", usual.maxWatchers(), 1, 1_000_000),
                section.integer("max-events-waiting", usual.maxEventsWaiting(), 10, 1_000_000),
                section.integer("feed-events", usual.feedEvents(), 100, 100_000_000));
        section.refuseUnknown();
        return limits;
    }

    private static ConnectionLimits connections(Section section) {
        var usual = ConnectionLimits.defaults();
        var connections = new ConnectionLimits(
                section.integer("max-per-address", usual.perAddress(), 1, 1_000_000),
                millis(section, "http-idle-ms", usual.httpIdle(), 1_000, 86_400_000),
                millis(section, "http-head-within-ms", usual.httpHeadWithin(), 100, 3_600_000),
                millis(section, "http-body-within-ms", usual.httpBodyWithin(), 100, 3_600_000),
                section.integer("http-body-bytes-per-second", usual.httpBodyBytesPerSecond(), 0,
                        MB),
                millis(section, "grpc-idle-ms", usual.grpcIdle(), 1_000, 86_400_000),
                millis(section, "grpc-ping-every-ms", usual.grpcPingEvery(), 1_000, 86_400_000),
                millis(section, "grpc-permit-ping-ms", usual.grpcPermitPing(), 1, 3_600_000),
                section.integer("grpc-resets-per-10s", usual.grpcResets(), 1, 10_000_000),
                section.integer("grpc-control-frames-per-10s", usual.grpcControlFrames(), 10,
                        10_000_000));
        section.refuseUnknown();
        return connections;
    }
}
