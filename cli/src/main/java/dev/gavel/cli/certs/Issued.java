package dev.gavel.cli.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;

/**
 * A certificate and the key that belongs to it.
 *
 * @param key which its holder alone may know
 * @param certificate which everybody may know
 */
record Issued(PrivateKey key, X509Certificate certificate) {

    /** How keys of ours sign. */
    static final String ALGORITHM = "SHA256withECDSA";

    /** The last day, in UTC, on which {@code certificate} can be used. */
    static LocalDate until(X509Certificate certificate) {
        return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC);
    }

    /** The SHA-256 of {@code certificate}, in 64 hexadecimal digits. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether what the key signs is taken for the holder's. */
    boolean fits() {
        var text = certificate.getSerialNumber().toByteArray();
        try {
            var signing = Signature.getInstance(ALGORITHM);
            signing.initSign(key);
            signing.update(text);
            var checking = Signature.getInstance(ALGORITHM);
            checking.initVerify(certificate.getPublicKey());
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false; // of another kind than ours
        }
    }
}
