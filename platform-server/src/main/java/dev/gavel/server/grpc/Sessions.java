package dev.gavel.server.grpc;

/** Sessions as they are written on the wire: decimal numbers from 1. */
final class Sessions {

    private Sessions() {}

    /** The session of this name; 0 if it is none. */
    static long parse(String name) {
        if (name.isEmpty() || name.length() > 18) {
            return 0;
        }
        var number = 0L;
        for (var n = 0; n < name.length(); n++) {
            var digit = name.charAt(n) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
