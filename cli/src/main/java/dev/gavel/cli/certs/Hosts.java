package dev.gavel.cli.certs;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The names and addresses under which a server is reached, and which its certificate must name. */
final class Hosts {

    private Hosts() {}

    /**
     * Of a server at {@code host}. What is reached under one address of the machine itself is
     * reached under all.
     */
    static Set<String> of(String host, List<String> alsoKnownAs) {
        var hosts = new LinkedHashSet<String>();
        hosts.add(host.toLowerCase(Locale.ROOT));
        if (isThisMachine(host)) {
            hosts.addAll(List.of("localhost", "127.0.0.1", "::1"));
        }
        hosts.addAll(alsoKnownAs);
        return hosts;
    }

    /** Those that {@code certificate} names. */
    static Set<String> in(X509Certificate certificate) {
        var hosts = named(certificate, GeneralName.dNSName);
        hosts.addAll(named(certificate, GeneralName.iPAddress));
        return hosts;
    }

    /** Whether {@code certificate} is of the holder that {@code uri} names. */
    static boolean names(X509Certificate certificate, String uri) {
        return named(certificate, GeneralName.uniformResourceIdentifier).contains(uri);
    }

    private static Set<String> named(X509Certificate certificate, int kind) {
        var names = new LinkedHashSet<String>();
        try {
            Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of())
                    .stream()
                    .filter(name -> name.getFirst().equals(kind))
                    .forEach(name -> names.add(String.valueOf(name.get(1))));
        } catch (CertificateParsingException e) {
            names.clear(); // it names nobody whom we could understand
        }
        return names;
    }

    /** Those of {@code wanted} that {@code certificate} does not name. */
    static List<String> missing(X509Certificate certificate, Collection<String> wanted) {
        var there = in(certificate).stream().map(Hosts::plain).toList();
        return wanted.stream().filter(host -> !there.contains(plain(host))).toList();
    }

    static GeneralName general(String host) {
        return new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress
                : GeneralName.dNSName, host);
    }

    private static boolean isThisMachine(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** One spelling of each address. */
    private static String plain(String host) {
        return literal(host).map(InetAddress::getHostAddress).orElse(host);
    }

    /** An address that is written out: nobody is asked for it. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return IPAddress.isValid(host) ? Optional.of(InetAddress.getByName(host))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
