package dev.gavel.cli.certs;

import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.ConfigOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code gavel certs}: makes, renews and shows the certificates of a house. */
@Command(name = "certs", description = "Makes a root for the house, and certificates for its"
        + " servers and operators, in the folder certs beside the configuration. The ports of"
        + " this version do not use them yet.", footer = {"", "Examples:",
                "  gavel certs init            the root, and a certificate for each server",
                "  gavel certs operator ann    a certificate for an operator",
                "  gavel certs show            whose there are, and what is wrong with them",
                "  gavel certs renew           anew what ends within 30 days"})
public final class CertsCommand implements Runnable {

    private static final int MAX_ID = 999;
    private static final Pattern HOST = Pattern
            .compile("[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*|"
                    + "[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?");

    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CertsCommand(Clock clock) {
        this.clock = clock;
    }

    /** Without a verb of its own there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "certs init, server ID, operator NAME, renew or show?");
    }

    @Command(name = "init", description = "Makes the root of the house, and a certificate for each"
            + " server of the configuration. The root lasts ten years, a certificate 90 days.")
    void init(@Mixin ConfigOption option,
            @Option(names = "--replace", description = "Also where a root or certificates are there"
                    + " already: certificates of the old root are worth nothing then.") boolean replace)
            throws ConfigFaultsException, IOException {
        var config = option.load();
        var house = house(config, option);
        var folder = house.folder();
        folder.prepare();
        var there = folder.any();
        if (there.isPresent() && !replace) {
            throw HouseCertificates.refusal(there.get() + " is there already. To make a root and"
                    + " certificates in the place of those in " + folder
                    + ", type: gavel certs init --replace" + option.typed());
        }
        var authority = Authority.found(config.cluster(), clock.instant());
        var made = new ArrayList<String>();
        for (var server : config.servers()) {
            var holder = Holder.server(server.id());
            var hosts = house.hosts(holder, Optional.empty());
            var issued = authority.issue(holder, hosts, clock.instant());
            folder.save(holder.stem(), issued);
            made.add(told(holder, issued, hosts));
        }
        folder.save(CertsFolder.ROOT, authority.root()); // last: a root stands for all of it
        say("made in " + folder + ", for the house \"" + config.cluster() + "\":");
        say("  the root: until " + Issued.until(authority.root().certificate()));
        made.forEach(line -> say("  " + line));
        tellNext(option, house, authority);
    }

    private void tellNext(ConfigOption option, HouseCertificates house, Authority authority)
            throws IOException {
        var old = new ArrayList<Holder>();
        for (var holder : house.holders(false)) {
            if (house.look(holder, Optional.of(authority.root().certificate()))
                    .issues()
                    .contains(Issue.OTHER_ROOT)) {
                old.add(holder);
            }
        }
        say("what next:");
        if (!old.isEmpty()) {
            say("  of the old root, until gavel certs renew" + option.typed()
                    + " makes them anew: " + words(old));
        }
        say("  keep ca.key private: whoever has it can act as any server or operator");
        say("  a server on another machine needs ca.crt and its own two files there, and no more");
        say("  gavel certs operator NAME" + option.typed()
                + " makes a certificate for an operator");
        say("  gavel certs renew" + option.typed() + ", once a month, renews what ends soon");
    }

    @Command(name = "server", description = "Makes a certificate for server ID, in the place of the"
            + " one that it has.")
    void server(@Mixin ConfigOption option, @Parameters(paramLabel = "ID") int id,
            @Option(names = "--host", paramLabel = "HOST", description = "Name or address of a"
                    + " server that the configuration does not list, since it joins later.") Optional<String> host)
            throws ConfigFaultsException, IOException {
        var config = option.load();
        if (id < 0 || id > MAX_ID) {
            throw misuse("the id of a server is 0 to " + MAX_ID + ", not " + id);
        }
        var listed = config.server(id);
        if (host.isPresent() && listed.isPresent()) {
            throw misuse("leave out --host: " + config.file() + " names the host of server " + id);
        }
        if (host.isEmpty() && listed.isEmpty()) {
            throw misuse("there is no server " + id + " in " + config.file()
                    + ". If it is to join later, add --host and its name or address");
        }
        if (host.isPresent() && !HOST.matcher(host.get()).matches()) {
            throw misuse("--host: \"" + host.get() + "\" is no name or address of a host");
        }
        var holder = Holder.server(id);
        var house = house(config, option);
        issue(house, house.authority(), holder,
                host.map(name -> Hosts.of(name, config.access().alsoKnownAs()))
                        .orElseGet(() -> house.hosts(holder, Optional.empty())));
    }

    @Command(name = "operator", description = "Makes a certificate for the operator NAME, in the"
            + " place of the one that the operator has.")
    void operator(@Mixin ConfigOption option, @Parameters(paramLabel = "NAME") String name)
            throws ConfigFaultsException, IOException {
        var house = house(option.load(), option);
        var holder = Holder.operator(name).orElseThrow(() -> misuse(Holder.RULE));
        issue(house, house.authority(), holder, List.of());
    }

    @Command(name = "renew", description = "Makes anew what has ended or ends within 30 days, and"
            + " whatever else gavel certs show objects to. The root stays.")
    void renew(@Mixin ConfigOption option,
            @Option(names = "--all", description = "All certificates.") boolean all)
            throws ConfigFaultsException, IOException {
        var house = house(option.load(), option);
        var authority = house.authority();
        var root = authority.root().certificate();
        var renewed = 0;
        var helpless = new ArrayList<Holder>();
        var first = Issued.until(root);
        for (var holder : house.holders(true)) {
            var found = house.look(holder, Optional.of(root));
            var hosts = house.hosts(holder, found.certificate());
            if (!all && found.issues().isEmpty()) {
                first = earlier(first, found.certificate().map(Issued::until).orElse(first));
            } else if (holder.kind() == Holder.Kind.SERVER && hosts.isEmpty()) {
                helpless.add(holder);
            } else {
                issue(house, authority, holder, hosts);
                renewed++;
            }
        }
        if (!helpless.isEmpty()) {
            throw HouseCertificates.refusal("of " + words(helpless) + " neither " + option.file()
                    + " nor a certificate names a host. Try: gavel certs "
                    + helpless.getFirst() + " --host HOST" + option.typed());
        }
        if (renewed == 0) {
            say("there is nothing to renew: the first certificate ends on " + first
                    + ". To renew all the same: gavel certs renew --all" + option.typed());
        }
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private void issue(HouseCertificates house, Authority authority, Holder holder,
            Collection<String> hosts) throws IOException {
        house.folder().prepare();
        var issued = authority.issue(holder, hosts, clock.instant());
        house.folder().save(holder.stem(), issued);
        say(told(holder, issued, hosts) + ", in "
                + house.folder().certificate(holder.stem()) + " and "
                + house.folder().key(holder.stem()).getFileName());
    }

    @Command(name = "show", description = "Whose certificates there are, until when they are good,"
            + " and what is wrong with them. Exit code 1 when anything is.")
    int show(@Mixin ConfigOption option,
            @Option(names = "--json", description = "One JSON object for each, with the whole"
                    + " fingerprint.") boolean json)
            throws ConfigFaultsException, IOException {
        var house = house(option.load(), option);
        var shown = Shown.of(house);
        if (shown.isEmpty()) {
            throw HouseCertificates.refusal("there are no certificates in " + house.folder()
                    + ". Try: gavel certs init" + option.typed());
        }
        if (json) {
            shown.json().forEach(this::say);
        } else {
            shown.print(spec.commandLine().getOut(), spec.commandLine().getErr());
            shown.next(option.typed()).ifPresent(this::say);
        }
        return shown.isWell() ? ExitCodes.OK : ExitCodes.REFUSED;
    }

    private HouseCertificates house(ServerConfig config, ConfigOption option) {
        return new HouseCertificates(config, clock.instant(), option.typed());
    }

    private static String told(Holder holder, Issued issued, Collection<String> hosts) {
        return holder + ": until " + Issued.until(issued.certificate())
                + (hosts.isEmpty() ? "" : ", for " + String.join(", ", hosts));
    }

    private static String words(List<Holder> holders) {
        return String.join(", ", holders.stream().map(Holder::toString).toList());
    }

    private static VerbFailedException misuse(String sentence) {
        return new VerbFailedException(ExitCodes.USAGE, sentence);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
