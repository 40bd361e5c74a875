package dev.gavel.auction.codec;

import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.Closing;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.IncrementTable;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Pricing;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Timing;
import dev.gavel.auction.model.UserName;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/** Conditions of sale in a snapshot. Enumerations are kept by ordinal: new constants go last. */
final class ConditionsCodec {

    private static final int TEXT_BYTES_MAX = 4 * Limits.NAME_CHARS_MAX;
    private static final int BANDS = 0;
    private static final int PERCENT = 1;

    private ConditionsCodec() {}

    static void write(BinaryWriter out, ConditionsOfSale c) {
        out.constant(c.format());
        out.text(c.currency().code());
        out.number(c.start());
        number(out, c.timing().opensAt());
        number(out, c.timing().durationMillis());
        number(out, c.timing().endsAt());
        out.number(c.timing().outageGraceMillis());
        increments(out, c.increments());
        out.flag(c.grid());
        out.number(c.reserve().amount());
        out.constant(c.reserve().mode());
        out.constant(c.reserve().below());
        out.number(c.reserve().offerMillis());
        out.constant(c.proxy());
        out.flag(c.buyNow().isPresent());
        if (c.buyNow().isPresent()) {
            out.number(c.buyNow().get().price());
            out.constant(c.buyNow().get().until());
        }
        out.flag(c.softClose().isPresent());
        if (c.softClose().isPresent()) {
            var s = c.softClose().get();
            out.number(s.windowMillis());
            out.number(s.extendMillis());
            out.constant(s.trigger());
            out.constant(s.mode());
            out.number(s.maxExtensions());
            out.number(s.hardEnd());
        }
        out.flag(c.group().isPresent());
        if (c.group().isPresent()) {
            out.text(c.group().get());
        }
        number(out, c.retractUntil());
        out.number(c.rounds().periodMillis());
        out.number(c.rounds().step());
        out.number(c.rounds().floor());
        out.flag(c.rounds().confirm());
        out.number(c.rounds().grace());
        out.number(c.quantity());
        out.flag(c.sealedTerms().commit());
        out.number(c.sealedTerms().revealMillis());
        out.flag(c.sealedTerms().proRata());
        out.constant(c.access().visibility());
        out.number(c.access().invited().size());
        c.access().invited().forEach(name -> out.text(name.value()));
    }

    static ConditionsOfSale read(BinaryReader in) throws IOException {
        // in the order in which they were written, whatever the order of the components
        var format = choice(in, FormatKind.values());
        var currency = currency(in);
        var start = in.number();
        var timing = new Timing(number(in), number(in), number(in), in.number(),
                Limits.PAUSE_MILLIS_DEFAULT);
        var increments = increments(in);
        var grid = in.flag();
        var reserve = new Reserve(in.number(), choice(in, Reserve.Mode.values()),
                choice(in, Reserve.Below.values()), in.number());
        var proxy = choice(in, ProxyMode.values());
        var pricing = new Pricing(start, increments, grid, reserve, buyNow(in));
        var closing = new Closing(timing, softClose(in), in.flag()
                ? Optional.of(in.text(TEXT_BYTES_MAX))
                : Optional.empty());
        return new ConditionsOfSale(format, currency, pricing, closing, proxy, number(in),
                new RoundTerms(in.number(), in.number(), in.number(), in.flag(),
                        in.count(Integer.MAX_VALUE), Optional.empty()),
                in.number(), new SealedTerms(in.flag(), in.number(), in.flag()), access(in));
    }

    private static Optional<BuyNow> buyNow(BinaryReader in) throws IOException {
        return in.flag()
                ? Optional.of(new BuyNow(in.number(), choice(in, BuyNow.Until.values())))
                : Optional.empty();
    }

    private static Optional<SoftClose> softClose(BinaryReader in) throws IOException {
        return in.flag() ? Optional.of(new SoftClose(in.number(), in.number(),
                choice(in, SoftClose.Trigger.values()), choice(in, SoftClose.Mode.values()),
                in.count(Integer.MAX_VALUE), in.number())) : Optional.empty();
    }

    /** Who runs the clock; kept beside the rest since version 2. */
    static void seller(BinaryWriter out, Optional<SellerRun> seller) {
        out.flag(seller.isPresent());
        if (seller.isPresent()) {
            out.text(seller.get().key().map(SellerKey::base64).orElse(""));
        }
    }

    /** As {@link #seller(BinaryWriter, Optional)} wrote it. */
    static ConditionsOfSale withSeller(BinaryReader in, ConditionsOfSale c) throws IOException {
        if (!in.flag()) {
            return c;
        }
        var key = in.text(TEXT_BYTES_MAX);
        return c.withRounds(c.rounds().withSeller(new SellerRun(SellerKey.parse(key))));
    }

    /** What houses of the second version have beside the rest. */
    static void later(BinaryWriter out, ConditionsOfSale c) {
        out.number(c.timing().maxPauseMillis());
    }

    /** As {@link #later} wrote it. */
    static ConditionsOfSale withLater(BinaryReader in, ConditionsOfSale c) throws IOException {
        return c.withClosing(c.closing().withTiming(c.timing().withMaxPause(in.number())));
    }

    private static void increments(BinaryWriter out, IncrementTable increments) {
        switch (increments) {
            case IncrementTable.Bands table -> {
                out.tag(BANDS);
                out.number(table.bands().size());
                for (var band : table.bands()) {
                    out.number(band.from());
                    out.number(band.step());
                }
            }
            case IncrementTable.Percent table -> {
                out.tag(PERCENT);
                out.number(table.percent());
            }
        }
    }

    private static IncrementTable increments(BinaryReader in) throws IOException {
        try {
            if (in.tag() == PERCENT) {
                return new IncrementTable.Percent(in.count(Limits.PERCENT_MAX));
            }
            var bands = new ArrayList<IncrementTable.Band>();
            for (var left = in.count(Limits.BANDS_MAX); left > 0; left--) {
                bands.add(new IncrementTable.Band(in.number(), in.number()));
            }
            var table = new IncrementTable.Bands(bands);
            return table.equals(IncrementTable.UNIT) ? IncrementTable.UNIT : table;
        } catch (IllegalArgumentException e) {
            throw new IOException("no increment table", e);
        }
    }

    private static Currency currency(BinaryReader in) throws IOException {
        var code = in.text(TEXT_BYTES_MAX);
        return Currency.of(code).orElseThrow(() -> new IOException("no currency: " + code));
    }

    private static Access access(BinaryReader in) throws IOException {
        var visibility = choice(in, Access.Visibility.values());
        var invited = new ArrayList<UserName>();
        for (var left = in.count(Limits.INVITED_MAX); left > 0; left--) {
            var name = in.text(TEXT_BYTES_MAX);
            invited.add(UserName.parse(name)
                    .orElseThrow(() -> new IOException("no user name: " + name)));
        }
        return invited.isEmpty() && visibility == Access.Visibility.PUBLIC ? Access.PUBLIC
                : new Access(visibility, invited);
    }

    static <E> E choice(BinaryReader in, E[] constants) throws IOException {
        return constants[(int) within(in.tag(), constants.length)];
    }

    private static long within(int ordinal, int length) throws IOException {
        if (ordinal < 0 || ordinal >= length) {
            throw new IOException("no such constant: " + ordinal);
        }
        return ordinal;
    }

    static void number(BinaryWriter out, OptionalLong number) {
        out.flag(number.isPresent());
        if (number.isPresent()) {
            out.number(number.getAsLong());
        }
    }

    static OptionalLong number(BinaryReader in) throws IOException {
        return in.flag() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    }
}
