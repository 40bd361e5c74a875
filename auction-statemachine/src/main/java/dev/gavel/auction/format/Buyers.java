package dev.gavel.auction.format;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Result;

import java.util.List;
import java.util.function.Function;

/** Those who bought units, in sentences. */
public final class Buyers {

    /** Buyers told of by name; the rest stands in the view. */
    private static final int TOLD_MAX = 20;

    private Buyers() {}

    /** Who bought how many, told one by one while they are few. */
    public static void tell(Result.SoldUnits units, Function<Result.Award, Told> sentence,
            List<Told> out) {
        units.awards().stream().limit(TOLD_MAX).map(sentence).forEach(out::add);
        var more = units.awards().size() - TOLD_MAX;
        if (more > 0) {
            out.add(new Told.Writer("So did ").count(more).say(" more.").done());
        }
    }
}
