package dev.gavel.server.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address at which a demonstration is controlled. The demonstration tells it to the servers
 * that it starts, so that their page shows the buttons. Any other server has none.
 */
public final class DemoAddress {

    /** Environment variable of the servers of a demonstration. */
    public static final String VARIABLE = "GAVEL_DEMO_CONTROL";
    private static final Pattern LOOPBACK = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]{1,5}");

    private DemoAddress() {}

    /**
     * The address in this process's environment, an origin on this machine; empty outside of a
     * demo.
     */
    public static Optional<String> given() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(address -> LOOPBACK.matcher(address).matches());
    }
}
