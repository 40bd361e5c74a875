package dev.gavel.cli.servers;

import dev.gavel.cli.verbs.Spans;
import picocli.CommandLine.ITypeConverter;

import java.time.Duration;

/** Reads a length of time as people write it, such as {@code 90s} or {@code 10m}. */
final class SpanConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return Spans.parse(text);
    }
}
