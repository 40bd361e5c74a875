package dev.gavel.cli.certs;

import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The certificates of the house that a configuration describes, as they are at one moment. */
final class HouseCertificates {

    /** A certificate that ends within this is renewed; a third of its life, so that nobody need hurry. */
    static final Duration SOON = Duration.ofDays(30);

    private final ServerConfig config;
    private final CertsFolder folder;
    private final Instant now;
    private final String typed;

    /**
     * Of {@code config}.
     *
     * @param typed the option that names {@code config}, for hints, with a blank before it
     */
    HouseCertificates(ServerConfig config, Instant now, String typed) {
        this.config = config;
        this.folder = CertsFolder.beside(config.file());
        this.now = now;
        this.typed = typed;
    }

    CertsFolder folder() {
        return folder;
    }

    /** The certificate of a holder, or of the root, with all that is wrong with it. */
    CertsFolder.Found look(Holder holder, Optional<X509Certificate> root) throws IOException {
        var found = folder.look(holder.stem());
        found.certificate().ifPresent(certificate -> {
            found.issues().addAll(times(certificate));
            if (!Hosts.names(certificate, holder.uri(config.cluster()))) {
                found.issues().add(Issue.OTHER_NAME);
            }
            if (root.isPresent() && !isIssuedBy(root.get(), certificate)) {
                found.issues().add(Issue.OTHER_ROOT);
            }
            if (holder.kind() == Holder.Kind.SERVER
                    && !Hosts.missing(certificate, hosts(holder, found.certificate())).isEmpty()) {
                found.issues().add(Issue.OTHER_HOSTS);
            }
        });
        return found;
    }

    /** The root, with all that is wrong with it. */
    CertsFolder.Found lookAtRoot() throws IOException {
        folder.requireReadable();
        var found = folder.look(CertsFolder.ROOT);
        found.certificate().ifPresent(certificate -> {
            found.issues().addAll(times(certificate));
            if (!Hosts.names(certificate, Authority.uri(config.cluster()))) {
                found.issues().add(Issue.OTHER_NAME);
            }
        });
        return found;
    }

    private Set<Issue> times(X509Certificate certificate) {
        var ends = certificate.getNotAfter().toInstant();
        if (ends.isBefore(now)) {
            return EnumSet.of(Issue.EXPIRED);
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return EnumSet.of(Issue.NOT_YET);
        }
        return ends.isBefore(now.plus(SOON)) ? EnumSet.of(Issue.ENDS_SOON)
                : EnumSet.noneOf(Issue.class);
    }

    private static boolean isIssuedBy(X509Certificate root, X509Certificate certificate) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Those who have a certificate, or should have one: on the machine with the root's key these are
     * all servers of the configuration.
     */
    Set<Holder> holders(boolean withAllServers) throws IOException {
        var holders = new TreeSet<>(folder.holders());
        if (withAllServers) {
            config.servers().forEach(server -> holders.add(Holder.server(server.id())));
        }
        return holders;
    }

    /**
     * The hosts that a server's certificate must name. Of a server that the configuration does not
     * list, those that its certificate names already.
     */
    Set<String> hosts(Holder holder, Optional<X509Certificate> certificate) {
        if (holder.kind() == Holder.Kind.OPERATOR) {
            return Set.of();
        }
        var known = config.access().alsoKnownAs();
        var listed = config.server(Integer.parseInt(holder.name())).map(ServerAddress::host);
        if (listed.isPresent()) {
            return Hosts.of(listed.get(), known);
        }
        var hosts = new LinkedHashSet<String>();
        certificate.map(Hosts::in).ifPresent(hosts::addAll);
        if (!hosts.isEmpty()) {
            hosts.addAll(known);
        }
        return hosts;
    }

    /**
     * The authority of the house, by its root in the folder.
     *
     * @throws VerbFailedException with a sentence, if nothing can be issued with it
     */
    Authority authority() throws IOException {
        var found = lookAtRoot();
        var issues = found.issues();
        if (issues.containsAll(Set.of(Issue.NO_CERTIFICATE, Issue.NO_KEY))) {
            throw refusal("there is no root in " + folder + ". Try: gavel certs init" + typed);
        }
        issues.remove(Issue.ENDS_SOON);
        var first = issues.stream().findFirst();
        if (first.isPresent()) {
            throw refusal(why(first.get(), found));
        }
        return new Authority(config.cluster(), new Issued(found.key().orElseThrow(),
                found.certificate().orElseThrow()));
    }

    /** The issues are told in the order in which they are declared. */
    private String why(Issue issue, CertsFolder.Found found) {
        var certificate = folder.certificate(CertsFolder.ROOT);
        var key = folder.key(CertsFolder.ROOT);
        var anew = ". A new root is made by: gavel certs init --replace" + typed;
        return switch (issue) {
            case NO_CERTIFICATE -> "the certificate of the root, " + certificate
                    + ", is missing: put it back" + anew;
            case DAMAGED_CERTIFICATE -> certificate + " holds no certificate: put the root back"
                    + anew;
            case NO_KEY -> "the key of the root, " + key + ", is missing, and certificates are made"
                    + " with it: put it back, or go to the machine that has it" + anew;
            case DAMAGED_KEY -> key + " holds no key that can be read: put the root's key back"
                    + anew;
            case OPEN_KEY -> "other users can read the key of the root, " + key
                    + ", and make certificates with it. If nobody did, type: chmod 600 " + key
                    + anew;
            case OTHER_KEY -> key + " is not the key of " + certificate
                    + ", or no ECDSA key: put the right one back" + anew;
            case EXPIRED -> "the root in " + certificate + " expired on "
                    + found.certificate().map(Issued::until).orElseThrow() + anew;
            case NOT_YET -> "the root in " + certificate
                    + " is not valid yet by the clock of this machine";
            case OTHER_NAME -> certificate + " is not the root of the house \"" + config.cluster()
                    + "\", which " + config.file()
                    + " describes. Keep that file in a folder of its own";
            case ENDS_SOON, OTHER_ROOT, OTHER_HOSTS -> throw new IllegalStateException(
                    issue + ": never said of a root");
        };
    }

    static VerbFailedException refusal(String sentence) {
        return new VerbFailedException(ExitCodes.REFUSED, sentence);
    }
}
