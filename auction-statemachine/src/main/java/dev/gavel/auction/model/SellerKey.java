package dev.gavel.auction.model;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The public key by which a seller's program signs its rounds: Ed25519 (RFC 8032).
 *
 * @param base64 its 32 bytes
 */
public record SellerKey(String base64) {

    /** The rule as a sentence, for whoever was refused. */
    public static final String RULE = "It must be an Ed25519 public key in base64: its 32 bytes, or "
            + "the 44 of its X.509 form.";

    /** Characters of the longer form in base64. */
    public static final int CHARS_MAX = 60;

    private static final int RAW_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    /** What stands before the 32 bytes in the X.509 form. */
    private static final byte[] X509_HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
            0x03, 0x21, 0x00};

    /** {@code text} as a key, in either form; empty if it is none. */
    public static Optional<SellerKey> parse(String text) {
        var bytes = bytes(text);
        if (bytes.length == X509_HEAD.length + RAW_BYTES
                && Arrays.equals(X509_HEAD, Arrays.copyOf(bytes, X509_HEAD.length))) {
            bytes = Arrays.copyOfRange(bytes, X509_HEAD.length, bytes.length);
        }
        return bytes.length == RAW_BYTES
                ? Optional.of(new SellerKey(Base64.getEncoder().encodeToString(bytes)))
                : Optional.empty();
    }

    /**
     * The key of a program that has just made it.
     *
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public static SellerKey of(PublicKey key) {
        return parse(Base64.getEncoder().encodeToString(key.getEncoded()))
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }

    /** Whether {@code text} could be a signature at all: base64 of 64 bytes. */
    public static boolean isSignature(String text) {
        return bytes(text).length == SIGNATURE_BYTES;
    }

    /** Whether {@code signature}, in base64, is that of {@code message} by this key. Total. */
    public boolean signed(byte[] message, String signature) {
        if (!isSignature(signature)) {
            return false;
        }
        try {
            var encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + RAW_BYTES);
            System.arraycopy(bytes(base64), 0, encoded, X509_HEAD.length, RAW_BYTES);
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(message);
            return verifier.verify(bytes(signature));
        } catch (GeneralSecurityException e) {
            // Bytes that are no point of the curve: they sign nothing.
            return false;
        }
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return base64;
    }
}
