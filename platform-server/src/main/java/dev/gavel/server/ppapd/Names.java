package dev.gavel.server.ppapd;

import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Text;
import dev.gavel.auction.model.UserName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns names of PPAPD's users, up to 500 characters and nearly anything, into names of this house,
 * and back. A name that fits here stays as it is. Any other becomes {@value #PREFIX} and 40 digits
 * of its SHA-256, and the full name stands in the display name of that user.
 */
final class Names {

    static final String PREFIX = "ppapd:";

    private static final int DIGITS = 40;

    /** Most names that are remembered; some hundred bytes each. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Map<String, String> remembered = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** The name here of PPAPD's user {@code name}; empty if it is no name there either. */
    static Optional<UserName> inHouse(String name) {
        if (name.isEmpty() || name.length() > Limits.NAME_CHARS_MAX || !Text.isWellFormed(name)
                || Text.hasControls(name)) {
            return Optional.empty();
        }
        return isPlain(name) ? UserName.parse(name)
                : Optional.of(new UserName(PREFIX + digits(name)));
    }

    /** Whether {@code name} is the same in both. */
    static boolean isPlain(String name) {
        return UserName.isValid(name) && !name.startsWith(PREFIX);
    }

    /** Finds the full name of a user. */
    interface Directory {

        /** The display name; empty if there is none. */
        Optional<String> displayName(String inHouse) throws Elsewhere;
    }

    /** PPAPD's name of the user {@code inHouse} of this house. */
    String shown(String inHouse, Directory directory) throws Elsewhere {
        if (!inHouse.startsWith(PREFIX)) {
            return inHouse;
        }
        synchronized (remembered) {
            var known = remembered.get(inHouse);
            if (known != null) {
                return known;
            }
        }
        // A display name can be changed by its user; only the one that gave the name counts.
        var full = directory.displayName(inHouse)
                .filter(name -> inHouse.equals(PREFIX + digits(name)));
        if (full.isEmpty()) {
            return inHouse;
        }
        synchronized (remembered) {
            remembered.put(inHouse, full.get());
        }
        return full.get();
    }

    private static String digits(String name) {
        return hash(name).substring(0, DIGITS);
    }

    /** SHA-256 of {@code text}, in hexadecimal. */
    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
