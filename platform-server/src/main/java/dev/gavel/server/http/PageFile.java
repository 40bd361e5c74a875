package dev.gavel.server.http;

import dev.gavel.raft.Bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the web page, in memory, ready to be sent.
 *
 * @param type its media type
 * @param tag weak entity tag, quoted: the same for the same bytes on every server
 * @param plain its bytes as they are
 * @param gzipped its bytes, compressed
 */
record PageFile(String type, String tag, Bytes plain, Bytes gzipped) {

    private static final int TAG_BYTES = 12;
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg",
            "image/svg+xml", "txt", "text/plain; charset=utf-8", "webmanifest",
            "application/manifest+json");

    /** The file {@code name} of the page; empty where there is none. */
    static Optional<PageFile> load(String name) {
        var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (var in = PageFile.class.getResourceAsStream("/dev/gavel/server/page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(of(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script of these words. */
    static PageFile script(String words) {
        try {
            return of(String.valueOf(TYPES.get("js")), words.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageFile of(String type, byte[] plain) throws IOException {
        var digest = HexFormat.of().formatHex(sha256(plain), 0, TAG_BYTES);
        return new PageFile(type, "W/\"" + digest + "\"", Bytes.of(plain), Bytes.of(gzip(plain)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream(plain.length / 2);
        try (var gzip = new Best(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    /** The best compression: a file is compressed once and sent often. */
    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
