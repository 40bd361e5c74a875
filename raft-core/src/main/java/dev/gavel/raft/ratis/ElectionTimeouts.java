package dev.gavel.raft.ratis;

import org.apache.ratis.server.DivisionProperties;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.TimeDuration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * For how long a leader may be silent before others stand for election: as configured, and on a machine that
 * lets threads wait, longer by that. Else those who wait for a core would be taken for dead again and again,
 * and a starved cluster would elect without end instead of being slow.
 *
 * <p>How often a leader is heard does not change: its heartbeats follow the time configured.
 *
 * @see "docs/adr/0098-elections-on-a-starved-machine.md"
 */
final class ElectionTimeouts implements DivisionProperties {

    /** A machine that is merely busy has such, and a collection of the heap. */
    static final Duration USUAL = Duration.ofMillis(50);
    /** So many threads hand a heartbeat, or a vote and what it asks for, on to one another. */
    static final int HANDS = 10;
    /** Nobody waits longer than this for a leader that may be dead. */
    static final Duration MOST = Duration.ofSeconds(5);

    private final DivisionProperties configured;
    private final Supplier<Duration> delay;
    private final BooleanSupplier leads;
    /** Of the shortest that this thread was told: it asks for the longest next, which is to be no less. */
    private final ThreadLocal<Duration> added = ThreadLocal.withInitial(() -> Duration.ZERO);

    /**
     * Of {@code configured} and more.
     *
     * @param delay for how long threads had to wait lately
     * @param leads whether this server does
     */
    ElectionTimeouts(DivisionProperties configured, Supplier<Duration> delay,
            BooleanSupplier leads) {
        this.configured = configured;
        this.delay = delay;
        this.leads = leads;
    }

    /** What is added where threads waited for {@code delay}. */
    static Duration more(Duration delay) {
        var unusual = delay.minus(USUAL);
        if (unusual.isNegative()) {
            return Duration.ZERO;
        }
        var more = unusual.multipliedBy(HANDS);
        return more.compareTo(MOST) < 0 ? more : MOST;
    }

    /**
     * Puts itself in the place of those of {@code division}, which Ratis reads once, from its configuration.
     *
     * @throws IOException where this is another Ratis
     */
    static void install(RaftServer.Division division, Supplier<Duration> delay)
            throws IOException {
        var own = new ElectionTimeouts(division.properties(), delay,
                () -> division.getInfo().isLeader());
        try {
            var place = division.getClass().getDeclaredField("divisionProperties");
            place.setAccessible(true);
            place.set(division, own);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("this version of Ratis keeps its timeouts in another way", e);
        }
        if (division.properties() != own) {
            throw new IOException("this version of Ratis keeps its timeouts in another way");
        }
    }

    /** A leader sends heartbeats twice in this time, so it must not grow while it leads. */
    @Override
    public TimeDuration minRpcTimeout() {
        var more = leads.getAsBoolean() ? Duration.ZERO : more(delay.get());
        added.set(more);
        return longer(configured.minRpcTimeout(), more);
    }

    @Override
    public TimeDuration maxRpcTimeout() {
        var more = more(delay.get());
        return longer(configured.maxRpcTimeout(),
                more.compareTo(added.get()) < 0 ? added.get() : more);
    }

    private static TimeDuration longer(TimeDuration time, Duration more) {
        return TimeDuration.valueOf(time.toLong(TimeUnit.MILLISECONDS) + more.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public TimeDuration rpcSleepTime() {
        return configured.rpcSleepTime();
    }

    @Override
    public TimeDuration rpcSlownessTimeout() {
        return configured.rpcSlownessTimeout();
    }
}
