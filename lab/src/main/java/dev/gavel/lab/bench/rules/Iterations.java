package dev.gavel.lab.bench.rules;

import dev.gavel.server.process.Progress;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.format.OutputFormat;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What JMH tells while it runs, of which only the count is shown. */
final class Iterations {

    private Iterations() {}

    /** Says nothing but how many iterations are over; nobody knows how many there will be. */
    static OutputFormat counting(Progress progress) {
        var over = new AtomicLong();
        var name = new AtomicReference<>("");
        return (OutputFormat) Proxy.newProxyInstance(Iterations.class.getClassLoader(),
                new Class<?>[]{OutputFormat.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")
                            && arguments[0] instanceof BenchmarkParams params) {
                        name.set(params.getBenchmark().replaceFirst(".*\\.rules\\.", ""));
                    }
                    if (method.getName().equals("iterationResult")) {
                        over.incrementAndGet();
                    }
                    progress.at(over.get(), 0, name.get());
                    return null;
                });
    }
}
