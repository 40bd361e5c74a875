package dev.gavel.sellerrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A loop whose time passes when a test says so. */
final class ManualLoop implements Loop {

    private record Step(long at, long number, Runnable what) {}

    private final List<Step> steps = new ArrayList<>();
    private long now;
    private long number;

    @Override
    public void execute(Runnable step) {
        after(Duration.ZERO, step);
    }

    @Override
    public void after(Duration pause, Runnable step) {
        steps.add(new Step(now + pause.toMillis(), number++, step));
    }

    @Override
    public long millis() {
        return now;
    }

    /** Lets time pass, and does what falls due, in order. */
    void pass(long millis) {
        var until = now + millis;
        while (true) {
            var next = steps.stream()
                    .filter(step -> step.at <= until)
                    .min(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
            if (next.isEmpty()) {
                now = until;
                return;
            }
            steps.remove(next.get());
            now = Math.max(now, next.get().at);
            next.get().what.run();
        }
    }
}
