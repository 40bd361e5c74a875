package dev.gavel.sellerrun;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Marks rounds with the time and the signature of one seller, each once. Belongs to one thread. */
final class Signer {
    private final Optional<Signing.Key> key;
    private @Nullable Round marked;
    private Signing.Mark mark = new Signing.Mark(0, Optional.empty());

    Signer(Optional<Signing.Key> key) {
        this.key = key;
    }

    Signing.Mark mark(Round round) {
        if (!round.equals(marked)) {
            var now = System.currentTimeMillis();
            mark = key.isPresent()
                    ? key.get().sign(round, now)
                    : new Signing.Mark(now, Optional.empty());
            marked = round;
        }
        return mark;
    }
}
