package dev.gavel.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Reads percent escapes of addresses and headers strictly: malformed ones are no text at all. */
final class Escapes {

    private static final String UNRESERVED = "-._~!$'()*,=:@";

    private Escapes() {}

    /**
     * The text that {@code escaped} stands for.
     *
     * @param plusIsSpace as in queries
     * @return empty if an escape is no byte, or the bytes are no UTF-8
     */
    static Optional<String> decode(String escaped, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(escaped.length());
        for (var i = 0; i < escaped.length(); i++) {
            var c = escaped.charAt(i);
            if (c == '%') {
                if (i + 2 >= escaped.length() || !HexFormat.isHexDigit(escaped.charAt(i + 1))
                        || !HexFormat.isHexDigit(escaped.charAt(i + 2))) {
                    return Optional.empty();
                }
                bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else if (c == '\ufffd') { // what the HTTP library makes of bytes that are no UTF-8
                return Optional.empty();
            } else {
                var whole = Character.toString(escaped.codePointAt(i));
                bytes.writeBytes(whole.getBytes(StandardCharsets.UTF_8));
                i += whole.length() - 1;
            }
        }
        return utf8(bytes.toByteArray());
    }

    /** These bytes as text; empty when they are no UTF-8. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** A segment of a path, spelled the one way in which all parts of this server read it. */
    static String segment(String text) {
        var escaped = new StringBuilder(text.length());
        for (var each : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (each & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return escaped.toString();
    }
}
