package dev.gavel.cli.certs;

import dev.gavel.cli.verbs.ToolProvider;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** The verb {@code certs}. */
public final class CertsTool implements ToolProvider {

    @Override
    public Map<String, Supplier<Object>> tools() {
        return Map.of("certs", () -> new CertsCommand(Clock.systemUTC()));
    }
}
