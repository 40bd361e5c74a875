package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.thirdparty.io.grpc.Metadata;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lets one server show another, once a call, that both know the secret of the cluster. The caller
 * names itself, and repeats the challenge of the called server, which that draws anew at each
 * start. It adds a code over all that. The answer is a code over what was drawn for the call. So a
 * call that is overheard opens no other server, nor the same one after its next start.
 */
final class ServerProof {

    /** Length of a random value, in bytes. */
    static final int LOT = 16;

    private static final Metadata.Key<String> SPEAKER = Metadata.Key.of("gavel-server",
            Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> PROOF = Metadata.Key.of("gavel-proof-bin",
            Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<byte[]> CHALLENGE = Metadata.Key.of("gavel-challenge-bin",
            Metadata.BINARY_BYTE_MARSHALLER);
    private static final String CALL = "gavel: a server calls";
    private static final String ANSWER = "gavel: a server answers";
    private static final Bytes NO_CHALLENGE = Bytes.of(new byte[LOT]);
    private static final SecureRandom LOTS = new SecureRandom();

    private final ClusterSecret secret;
    private final Bytes group;

    /** Proofs among the servers of {@code group}. */
    ServerProof(ClusterSecret secret, Bytes group) {
        this.secret = secret;
        this.group = group;
    }

    /** A random value that nobody can know beforehand. */
    static Bytes draw() {
        var lot = new byte[LOT];
        LOTS.nextBytes(lot);
        return Bytes.of(lot);
    }

    /**
     * A call as both ends know it.
     *
     * @param from the server that calls
     * @param to the server that is called
     * @param method full name
     * @param lot random value of this call
     */
    record Call(String from, String to, String method, Bytes lot) {}

    /** The state of a call that came in. */
    sealed interface Heard {

        /** Its caller knows the secret. */
        record Proven(Call call) implements Heard {}

        /** Its caller knows the secret, but not yet the challenge. */
        record Challenged() implements Heard {}

        /** Its caller knows another secret, or none. */
        record Wrong(String from) implements Heard {}

        /** Its caller shows nothing. */
        record Silent() implements Heard {}
    }

    /** Adds the caller's proof to {@code headers}. */
    void sign(Metadata headers, Call call, Optional<Bytes> challenge) {
        var repeated = challenge.orElse(NO_CHALLENGE);
        headers.discardAll(SPEAKER);
        headers.discardAll(PROOF);
        headers.put(SPEAKER, call.from());
        var proof = new ByteArrayOutputStream(2 * LOT + ClusterSecret.BYTES);
        proof.writeBytes(call.lot().toArray());
        proof.writeBytes(repeated.toArray());
        proof.writeBytes(secret.code(CALL, parts(call, repeated)));
        headers.put(PROOF, proof.toByteArray());
    }

    /** The state of a call to {@code to}, whose challenge is {@code challenge}. */
    Heard hear(Metadata headers, String to, String method, Bytes challenge) {
        var from = headers.get(SPEAKER);
        var proof = headers.get(PROOF);
        if (from == null || proof == null || proof.length != 2 * LOT + ClusterSecret.BYTES) {
            return new Heard.Silent();
        }
        var call = new Call(from, to, method, Bytes.of(Arrays.copyOf(proof, LOT)));
        var repeated = Bytes.of(Arrays.copyOfRange(proof, LOT, 2 * LOT));
        if (!secret.isCode(Arrays.copyOfRange(proof, 2 * LOT, proof.length), CALL,
                parts(call, repeated))) {
            return new Heard.Wrong(from);
        }
        return repeated.equals(challenge) ? new Heard.Proven(call) : new Heard.Challenged();
    }

    /** Headers that show the caller that this server knows the secret as well. */
    Metadata answer(Call call) {
        var headers = new Metadata();
        headers.put(PROOF, secret.code(ANSWER, parts(call, NO_CHALLENGE)));
        return headers;
    }

    /** Whether these headers are an answer to {@code call} by a server that knows the secret. */
    boolean isAnswer(Metadata headers, Call call) {
        var proof = headers.get(PROOF);
        return proof != null && secret.isCode(proof, ANSWER, parts(call, NO_CHALLENGE));
    }

    /** Trailers that tell a caller the challenge. */
    static Metadata challenge(Bytes challenge) {
        var trailers = new Metadata();
        trailers.put(CHALLENGE, challenge.toArray());
        return trailers;
    }

    /** The challenge within these trailers; empty where there is none. */
    static Optional<Bytes> challenge(Metadata trailers) {
        return Optional.ofNullable(trailers.get(CHALLENGE))
                .filter(lot -> lot.length == LOT)
                .map(Bytes::of);
    }

    private Bytes[] parts(Call call, Bytes challenge) {
        return new Bytes[]{group, Bytes.utf8(call.from()), Bytes.utf8(call.to()),
                Bytes.utf8(call.method()), call.lot(), challenge};
    }
}
