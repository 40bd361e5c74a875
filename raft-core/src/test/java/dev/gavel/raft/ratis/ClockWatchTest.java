package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.log.ClockGuard;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Server 0 of three, whose clock is compared with those of 1 and 2. */
class ClockWatchTest {

    private static final long NOON = 1_700_000_000_000L;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * How far each clock is ahead, by the id of its server; those of others are in it once they
     * were read.
     */
    private final Map<Integer, Duration> ahead = new HashMap<>(
            Map.of(0, Duration.ZERO, 1, Duration.ZERO, 2, Duration.ZERO));
    private final List<List<Integer>> handedTo = new ArrayList<>();
    private boolean leads = true;
    private long millis;
    private final ClockWatch watch = new ClockWatch(
            new ClockGuard(() -> 3, Duration.ofSeconds(2), this::others), new OwnClock(),
            () -> leads, handedTo::add, () -> TimeUnit.MILLISECONDS.toNanos(millis));

    private long shown(int server) {
        return NOON + millis + ahead.getOrDefault(server, Duration.ZERO).toMillis();
    }

    private Map<Integer, Long> others() {
        var shown = new HashMap<Integer, Long>();
        ahead.keySet().stream().filter(id -> id != 0).forEach(id -> shown.put(id, shown(id)));
        return shown;
    }

    private final class OwnClock extends Clock {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(shown(0));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private void lookFor(Duration time) {
        for (var until = millis + time.toMillis(); millis < until; millis += 100) {
            watch.look();
        }
    }

    @Test
    void aClockThatIsRightIsNotDoubted() {
        lookFor(MINUTE);
        assertThat(watch.doubt()).isEmpty();
        assertThat(watch.objection(shown(0))).isEmpty();
        assertThat(handedTo).isEmpty();
    }

    @Test
    void aWrongClockIsDoubtedAtOnceAndLeadershipGoesOnceTheDoubtHasStood() {
        ahead.put(0, MINUTE);
        watch.look();
        assertThat(watch.doubt()).hasValueSatisfying(why -> assertThat(why)
                .contains("at least 60.0 s ahead of 2 of the 3 clocks read"));
        assertThat(watch.objection(shown(0))).isEqualTo(watch.doubt());
        lookFor(Duration.ofMillis(1_500));
        assertThat(handedTo).isEmpty();
        lookFor(Duration.ofMillis(200));
        assertThat(handedTo).hasSize(1);
        assertThat(handedTo.getFirst()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void itIsTriedAgainEveryFiveSecondsWhileItComesToNothing() {
        ahead.put(0, MINUTE.negated());
        lookFor(Duration.ofSeconds(16));
        assertThat(handedTo).hasSize(3); // after 1.5 s, 6.5 s and 11.5 s
    }

    @Test
    void aStepThatAllMakeTogetherCostsNobodyTheLead() {
        ahead.put(0, MINUTE);
        lookFor(Duration.ofMillis(1_200));
        assertThat(watch.doubt()).isPresent();
        ahead.putAll(Map.of(1, MINUTE, 2, MINUTE)); // now they were read anew
        lookFor(MINUTE);
        assertThat(watch.doubt()).isEmpty();
        assertThat(handedTo).isEmpty();
    }

    @Test
    void aNewDoubtHasToStandAsLongAsTheFirst() {
        ahead.put(0, MINUTE);
        lookFor(Duration.ofMillis(1_200));
        ahead.put(0, Duration.ZERO);
        lookFor(Duration.ofMillis(200));
        ahead.put(0, MINUTE);
        lookFor(Duration.ofMillis(1_200));
        assertThat(handedTo).isEmpty();
    }

    @Test
    void aFollowersClockCountsForNothingUntilItLeads() {
        leads = false;
        ahead.put(0, MINUTE);
        lookFor(MINUTE);
        assertThat(watch.doubt()).isEmpty();
        assertThat(handedTo).isEmpty();
        leads = true;
        watch.look();
        assertThat(watch.doubt()).isPresent();
        leads = false;
        watch.look();
        assertThat(watch.doubt()).isEmpty();
    }

    @Test
    void whereNoOtherClockWasReadTheOwnIsBelieved() {
        ahead.keySet().retainAll(List.of(0));
        ahead.put(0, MINUTE);
        lookFor(MINUTE);
        assertThat(watch.doubt()).isEmpty();
    }
}
