package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of {@code update}. */
final class UpdateDecoder {

    private UpdateDecoder() {}

    static Command decode(Fields fields, AuctionId auction) throws BadField {
        return new Command.Update(auction, (int) fields.number("round", -1, Integer.MAX_VALUE),
                fields.number("price", 0, Limits.AMOUNT_MAX), marks(fields), signed(fields),
                fields.flag("finished"), winner(fields));
    }

    private static List<Command.Update.Mark> marks(Fields fields) throws BadField {
        var marks = new ArrayList<Command.Update.Mark>();
        for (var entry : fields.flags("participants").entrySet()) {
            marks.add(new Command.Update.Mark(
                    name(fields, "participants." + Json.printable(entry.getKey()),
                            entry.getKey()),
                    entry.getValue()));
        }
        return marks;
    }

    private static Optional<UserName> winner(Fields fields) throws BadField {
        var text = fields.optionalText("winner", Limits.SHORT_TEXT_CHARS_MAX);
        return text.isEmpty() ? Optional.empty()
                : Optional.of(name(fields, "winner", text.get()));
    }

    private static List<SignedRound> signed(Fields outer) throws BadField {
        var rounds = new ArrayList<SignedRound>();
        for (var fields : outer.objects("rounds", Limits.ROUNDS_PER_UPDATE_MAX)) {
            var round = (int) fields.number("round", 0, Integer.MAX_VALUE);
            var price = fields.number("price", 0, Limits.AMOUNT_MAX);
            var at = fields.optionalInstant("at");
            if (at.isEmpty()) {
                throw fields.missing("at");
            }
            var out = new ArrayList<UserName>();
            for (var text : fields.texts("out", Limits.SELLER_RUN_PARTICIPANTS_MAX)) {
                out.add(name(fields, "out", text));
            }
            var signature = fields.text("signature", Limits.SHORT_TEXT_CHARS_MAX);
            if (!SellerKey.isSignature(signature)) {
                throw fields.bad("signature", "It must be the 64 bytes of an Ed25519 signature, "
                        + "in base64.");
            }
            fields.end();
            rounds.add(new SignedRound(round, price, at.getAsLong(), out, signature));
        }
        return rounds;
    }

    private static UserName name(Fields fields, String field, String text) throws BadField {
        return UserName.parse(text)
                .orElseThrow(
                        () -> fields.bad(field, "That is no user name: " + UserName.RULE + "."));
    }
}
