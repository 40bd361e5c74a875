package dev.gavel.auction.codec;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
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
        return new Command.Update(auction, (int) fields.given(CommandFields.REPORTED_ROUND),
                fields.given(CommandFields.REPORTED_PRICE), marks(fields), signed(fields),
                fields.flag(CommandFields.FINISHED), winner(fields));
    }

    private static List<Command.Update.Mark> marks(Fields fields) throws BadField {
        var marks = new ArrayList<Command.Update.Mark>();
        for (var entry : fields.marks(CommandFields.PARTICIPANTS).entrySet()) {
            marks.add(new Command.Update.Mark(
                    name(fields, "participants." + Json.printable(entry.getKey()),
                            entry.getKey()),
                    entry.getValue()));
        }
        return marks;
    }

    private static Optional<UserName> winner(Fields fields) throws BadField {
        var text = fields.optional(CommandFields.WINNER);
        return text.isEmpty() ? Optional.empty()
                : Optional.of(name(fields, "winner", text.get()));
    }

    private static List<SignedRound> signed(Fields outer) throws BadField {
        var rounds = new ArrayList<SignedRound>();
        for (var fields : outer.rows(CommandFields.ROUNDS)) {
            var round = (int) fields.given(CommandFields.SIGNED_ROUND);
            var price = fields.given(CommandFields.SIGNED_PRICE);
            var at = fields.optional(CommandFields.SIGNED_AT);
            if (at.isEmpty()) {
                throw fields.missing(CommandFields.SIGNED_AT);
            }
            var out = new ArrayList<UserName>();
            for (var text : fields.texts(CommandFields.OUT)) {
                out.add(name(fields, "out", text));
            }
            var signature = fields.given(CommandFields.SIGNATURE);
            if (!SellerKey.isSignature(signature)) {
                throw fields.bad(CommandFields.SIGNATURE,
                        "It must be the 64 bytes of an Ed25519 signature, "
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
