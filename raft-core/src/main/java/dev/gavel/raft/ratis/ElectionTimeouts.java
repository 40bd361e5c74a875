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
 * How long a leader may be silent before others stand for election. It is the configured time, and
 * more on a machine that lets threads wait. Otherwise servers that wait for a core would be taken
 * for dead again and again. A starved cluster would elect without end instead of being slow.
 *
 * <p>How often a leader is heard does not change: its heartbeats follow the configured time.
 *
 * @see "docs/adr/0098-elections-on-a-starved-machine.md"
 */
final class ElectionTimeouts implements DivisionProperties {

    /** A delay that any busy machine has, or a collection of the heap; it adds nothing. */
    static final Duration USUAL = Duration.ofMillis(50);
    /** How many threads hand a heartbeat on to one another, or a vote with all that it needs. */
    static final int HANDS = 10;
    /** The most that is added: nobody waits longer for a leader that may be dead. */
    static final Duration MOST = Duration.ofSeconds(5);

    private final DivisionProperties configured;
    private final Supplier<Duration> delay;
    private final BooleanSupplier leads;
    /**
     * What was added to the shortest time that this thread was told. It asks for the longest next,
     * which is to be no less.
     */
    private final ThreadLocal<Duration> added = ThreadLocal.withInitial(() -> Duration.ZERO);

    /**
     * Adds to {@code configured}.
     *
     * @param delay how long threads had to wait lately
     * @param leads whether this server leads
     */
    ElectionTimeouts(DivisionProperties configured, Supplier<Duration> delay,
            BooleanSupplier leads) {
        this.configured = configured;
        this.delay = delay;
        this.leads = leads;
    }

    /** The time that is added if threads waited for {@code delay}. */
    static Duration more(Duration delay) {
        var unusual = delay.minus(USUAL);
        if (unusual.isNegative()) {
            return Duration.ZERO;
        }
        var more = unusual.multipliedBy(HANDS);
        return more.compareTo(MOST) < 0 ? more : MOST;
    }

    /**
     * Puts itself in the place of the properties of {@code division}, which Ratis reads once, from
     * its configuration.
     *
     * @throws IOException if this is another version of Ratis
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
