package dev.gavel.server.metrics;

import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.DeskMeter;
import dev.gavel.server.desk.OutcomeHead;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The meters of one server. */
public final class ServerMetrics implements DeskMeter, AutoCloseable {

    /** Most codes that are told apart; the house has some thirty, so more would be a mistake. */
    private static final int MAX_CODES = 100;
    /**
     * Bounds of the histogram. Each is at most about a half more than the one before, so that a
     * percentile read off them is not far off. Finding the place of a time among them costs a step
     * more than among half as many.
     */
    private static final Duration[] LATENCY_BOUNDS = IntStream.of(250, 375, 500, 750, 1_000, 1_500,
            2_000, 3_000, 4_000, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 50_000, 75_000,
            100_000, 150_000, 250_000, 375_000, 500_000, 750_000, 1_000_000, 1_500_000, 2_500_000,
            5_000_000)
            .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT);
    private final Map<String, Counter> byCode = new ConcurrentHashMap<>();
    private final Counter success = counter("success");
    private final Timer latency = Timer.builder("gavel.submit.latency")
            .description("from a command's arrival to its answer")
            .serviceLevelObjectives(
                    LATENCY_BOUNDS)
            .register(registry);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Meters of the process; those of the replica come with {@link #watch}. */
    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /** Adds figures that are read off the replica, the feed and the server at each scrape. */
    public void watch(Supplier<ReplicaStatus> replica, IntSupplier watchers,
            BooleanSupplier ready) {
        gauge("gavel.commit.index", "highest index known to be on a majority's disks", replica,
                ReplicaStatus::commitIndex);
        gauge("gavel.applied.index", "highest index applied here", replica,
                ReplicaStatus::appliedIndex);
        gauge("gavel.snapshot.index", "index of the newest snapshot; -1 for none", replica,
                ReplicaStatus::snapshotIndex);
        gauge("gavel.term", "the current term", replica, ReplicaStatus::term);
        gauge("gavel.is.leader", "1 while this server leads", replica,
                status -> status.role() == ReplicaStatus.Role.LEADER ? 1 : 0);
        gauge("gavel.ready", "1 while this server may take traffic", replica,
                status -> ready.getAsBoolean() ? 1 : 0);
        Gauge.builder("gavel.watchers", watchers, IntSupplier::getAsInt)
                .description("callers that follow events")
                .strongReference(true)
                .register(registry);
    }

    /** Adds how busy the way into the log is. */
    public void watchQueues(Supplier<QueueLengths> queues) {
        Gauge.builder("gavel.commands.waiting", queues, now -> now.get().commandsWaiting())
                .description("commands that wait for an entry of the log")
                .strongReference(true)
                .register(registry);
        Gauge.builder("gavel.entries.under.way", queues, now -> now.get().entriesUnderWay())
                .description("entries proposed and not yet applied")
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String name, String what, Supplier<ReplicaStatus> replica,
            ToDoubleFunction<ReplicaStatus> value) {
        Gauge.builder(name, replica, status -> value.applyAsDouble(status.get()))
                .description(what)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void answered(Answer answer, long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
        switch (answer) {
            case Answer.Replied replied -> {
                var head = OutcomeHead.of(replied.reply());
                (head.isSuccess() ? success : of(head.code())).increment();
            }
            case Answer.Refused refused -> of(refused.trouble().name()).increment();
            case Answer.Redirect redirect -> of("NOT_LEADER").increment();
            case Answer.TryLater later -> of(later.trouble().name()).increment();
            case Answer.OutcomeUnknown unknown -> of("UNKNOWN").increment();
        }
    }

    private Counter of(String code) {
        var known = byCode.get(code);
        if (known != null) {
            return known;
        }
        var name = byCode.size() < MAX_CODES ? code : "other";
        return byCode.computeIfAbsent(name, this::counter);
    }

    private Counter counter(String code) {
        return Counter.builder("gavel.commands")
                .description("answered commands by outcome code")
                .tag("code", code.isEmpty() ? "none" : code)
                .register(registry);
    }

    /** All meters, in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
