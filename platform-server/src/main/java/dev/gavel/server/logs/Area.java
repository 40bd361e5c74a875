package dev.gavel.server.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

import java.util.Map;

/**
 * The part of a server that a line of the log comes from, in a word instead of the name of a class.
 */
public final class Area extends ClassicConverter {

    private static final Map<String, String> AREAS = Map.ofEntries(
            Map.entry("dev.gavel.raft", "raft"), Map.entry("org.apache.ratis", "raft"),
            Map.entry("org.apache.ratis.thirdparty", "network"), Map.entry("io.grpc", "network"),
            Map.entry("io.netty", "network"), Map.entry("dev.gavel.server", "server"),
            Map.entry("dev.gavel.server.cluster", "cluster"),
            Map.entry("dev.gavel.server.desk", "desk"), Map.entry("dev.gavel.server.feed", "feed"),
            Map.entry("dev.gavel.server.grpc", "grpc"), Map.entry("dev.gavel.server.http", "http"),
            Map.entry("dev.gavel.server.logs", "log"), Map.entry("dev.gavel.server.ppapd", "ppapd"),
            Map.entry("io.javalin", "http"), Map.entry("org.eclipse.jetty", "http"),
            Map.entry("dev.gavel.client", "client"), Map.entry("dev.gavel.sellerrun", "http"));
    private static final String OTHER = "java";

    @Override
    public String convert(ILoggingEvent event) {
        return of(event.getLoggerName());
    }

    /** The word of the nearest package. */
    static String of(String logger) {
        for (var name = logger; !name.isEmpty(); name = name.substring(0,
                Math.max(0, name.lastIndexOf('.')))) {
            var area = AREAS.get(name);
            if (area != null) {
                return area;
            }
        }
        return OTHER;
    }
}
