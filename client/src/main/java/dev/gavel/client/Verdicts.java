package dev.gavel.client;

import java.util.ArrayList;
import java.util.List;

/** Commands that a stream gives up: taken out while its lock is held, told once it is let go. */
final class Verdicts {

    private record Verdict(AnswerHandler handler, long tag, Outcome outcome) {}

    private final List<Verdict> verdicts = new ArrayList<>();

    boolean isEmpty() {
        return verdicts.isEmpty();
    }

    /**
     * Takes out those offered at {@code millis} or before.
     *
     * @param trouble why they have no answer
     */
    void giveUpUntil(long millis, PendingCommands pending, String trouble) {
        while (pending.span() > 0 && millis - pending.offeredAt(pending.oldest()) >= 0) {
            giveUpOldest(pending, notSent(trouble), trouble);
        }
    }

    /** Takes all out. */
    void giveUpAll(PendingCommands pending, String trouble) {
        giveUpAll(pending, notSent(trouble), trouble);
    }

    /** As the other, with what is to be said of those that were never sent. */
    void giveUpAll(PendingCommands pending, Outcome whereNeverSent, String trouble) {
        while (pending.span() > 0) {
            giveUpOldest(pending, whereNeverSent, trouble);
        }
    }

    private static Outcome notSent(String trouble) {
        return Outcome.exception(Outcome.NO_LEADER, "not sent: " + trouble);
    }

    private void giveUpOldest(PendingCommands pending, Outcome whereNeverSent, String trouble) {
        var seq = pending.oldest();
        var tag = pending.tag(seq);
        var outcome = seq < pending.unsent()
                ? Outcome.exception(Outcome.UNKNOWN, "the outcome is unknown: " + trouble)
                : whereNeverSent;
        var handler = pending.remove(seq);
        if (handler != null) {
            verdicts.add(new Verdict(handler, tag, outcome));
        }
    }

    /** Tells those who asked; not to be called with the lock held. */
    void tell() {
        for (var verdict : verdicts) {
            var json = verdict.outcome().json().toBytes();
            Handling.tell(verdict.handler(), verdict.tag(), json, 0, json.length);
        }
    }
}
