package dev.gavel.cli.certs;

import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.stream.Stream;

/**
 * The root of a house: whoever trusts it trusts each certificate that it issues. All keys are ECDSA
 * keys on the curve P-256.
 *
 * @see "docs/adr/0104-certificates-of-the-house.md"
 */
final class Authority {

    /** Long, since every holder has to be given another root when it ends. */
    static final Duration ROOT_LASTS = Duration.ofDays(3_652);
    /** Short, since a certificate whose key was stolen cannot be called back. */
    static final Duration LASTS = Duration.ofDays(90);
    /** Clocks differ: a certificate is good a little before it was issued. */
    private static final Duration SKEW = Duration.ofHours(1);
    /** Bits of a serial number, which nobody can guess; 20 bytes are allowed. */
    private static final int SERIAL_BITS = 120;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String house;
    private final Issued root;

    /** The authority of {@code house} with that root, which is the house's own. */
    Authority(String house, Issued root) {
        this.house = house;
        this.root = root;
    }

    /** With a root that is made now. */
    static Authority found(String house, Instant now) {
        try {
            var keys = keys();
            var name = name(house, "Gavel root");
            var builder = new JcaX509v3CertificateBuilder(name.build(), serial(),
                    Date.from(now.minus(SKEW)), Date.from(now.plus(ROOT_LASTS)), name.build(),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false,
                            new JcaX509ExtensionUtils()
                                    .createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(Extension.subjectAlternativeName, false,
                            new GeneralNames(
                                    new GeneralName(GeneralName.uniformResourceIdentifier,
                                            uri(house))));
            return new Authority(house,
                    new Issued(keys.getPrivate(), signed(builder, keys.getPrivate())));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What the root of {@code house} says of itself: {@code gavel://HOUSE}. */
    static String uri(String house) {
        return "gavel://" + house;
    }

    Issued root() {
        return root;
    }

    /**
     * A certificate with a key of its own. It ends after 90 days, or with the root where that ends
     * before.
     *
     * @param hosts under which a server is reached; of an operator none
     */
    Issued issue(Holder holder, Collection<String> hosts, Instant now) {
        try {
            var keys = keys();
            var rootEnds = root.certificate().getNotAfter().toInstant();
            var ends = now.plus(LASTS);
            var issuer = new JcaX509CertificateHolder(root.certificate());
            var builder = new JcaX509v3CertificateBuilder(issuer.getSubject(), serial(),
                    Date.from(now.minus(SKEW)),
                    Date.from(ends.isAfter(rootEnds) ? rootEnds : ends),
                    name(house, holder.toString()).build(), keys.getPublic());
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true,
                            new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, purposes(holder))
                    .addExtension(Extension.subjectKeyIdentifier, false,
                            extensions.createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(Extension.authorityKeyIdentifier, false,
                            extensions.createAuthorityKeyIdentifier(
                                    root.certificate().getPublicKey()))
                    .addExtension(Extension.subjectAlternativeName, false,
                            names(holder, hosts));
            return new Issued(keys.getPrivate(), signed(builder, root.key()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Servers ask one another, so they are clients as well. */
    private static ExtendedKeyUsage purposes(Holder holder) {
        return switch (holder.kind()) {
            case SERVER -> new ExtendedKeyUsage(new KeyPurposeId[]{KeyPurposeId.id_kp_serverAuth,
                    KeyPurposeId.id_kp_clientAuth});
            case OPERATOR -> new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        };
    }

    private GeneralNames names(Holder holder, Collection<String> hosts) {
        return new GeneralNames(Stream.concat(
                Stream.of(new GeneralName(GeneralName.uniformResourceIdentifier,
                        holder.uri(house))),
                hosts.stream().map(Hosts::general)).toArray(GeneralName[]::new));
    }

    private static X500NameBuilder name(String house, String common) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, house)
                .addRDN(BCStyle.CN, common);
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey by)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder(Issued.ALGORITHM).build(by)));
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
