package dev.gavel.client.sell;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Rounds signed by who sells (Ed25519), so that a result handed in later can be checked by anybody. */
public final class Signing {
    private static final String ALGORITHM = "Ed25519";

    private Signing() {}

    /** A seller's key pair, for one auction. */
    public record Key(PrivateKey secret, String publicKey) {

        /** A fresh one. */
        public static Key fresh() {
            try {
                KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                return new Key(pair.getPrivate(),
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no " + ALGORITHM, e);
            }
        }

        /**
         * The one that {@link #secretText} wrote.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Key of(String secretText, String publicKey) {
            try {
                var secret = KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secretText)));
                return new Key(secret, publicKey);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("no key of a seller: " + e.getMessage(), e);
            }
        }

        /** The secret half as text. */
        public String secretText() {
            return Base64.getEncoder().encodeToString(secret.getEncoded());
        }

        /** Signs how a sale stands. */
        public byte[] sign(Round round) {
            try {
                var signature = Signature.getInstance(ALGORITHM);
                signature.initSign(secret);
                signature.update(text(round).getBytes(StandardCharsets.UTF_8));
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot sign", e);
            }
        }

        @Override
        public String toString() {
            return "Key[" + publicKey + "]"; // never the secret
        }
    }

    /** Whether who holds the other half of {@code publicKey} signed that. */
    public static boolean isSigned(Round round, byte[] signed, String publicKey) {
        try {
            var key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text(round).getBytes(StandardCharsets.UTF_8));
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What is signed: a line for each field; names have no line breaks. */
    static String text(Round round) {
        var text = new StringBuilder("gavel-round\n").append(round.auction())
                .append('\n')
                .append(round.round())
                .append('\n')
                .append(round.price())
                .append('\n')
                .append(round.finished() ? "finished" : "running")
                .append('\n')
                .append(round.winner().orElse(""))
                .append('\n');
        round.participants()
                .forEach((name, active) -> text.append(active ? "in " : "out ")
                        .append(name)
                        .append('\n'));
        return text.toString();
    }
}
