package dev.gavel.sellerrun;

import dev.gavel.wire.ppapd.AnnouncePriceRequest;
import dev.gavel.wire.ppapd.BuyerStatus;
import dev.gavel.wire.ppapd.FinishAuctionRequest;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rounds as PPAPD's messages, and what our own programs say beyond them in headers, which other
 * programs pass over.
 */
final class PeerMessages {

    /** The seller's signature of the round, in base64. */
    static final Metadata.Key<String> SIGNATURE = Metadata.Key.of("gavel-signature",
            Metadata.ASCII_STRING_MARSHALLER);

    /** When it was signed, by the seller's clock, in milliseconds. */
    static final Metadata.Key<String> AT = Metadata.Key.of("gavel-at",
            Metadata.ASCII_STRING_MARSHALLER);

    /** The round in which an auction ended, which the contract does not tell. */
    static final Metadata.Key<String> ROUND = Metadata.Key.of("gavel-round",
            Metadata.ASCII_STRING_MARSHALLER);

    /** Where the seller's program listens. */
    static final Metadata.Key<String> SELLER = Metadata.Key.of("gavel-seller",
            Metadata.ASCII_STRING_MARSHALLER);

    /** Whom the message is for, as UTF-8. */
    static final Metadata.Key<byte[]> BUYER = Metadata.Key.of("gavel-buyer-bin",
            Metadata.BINARY_BYTE_MARSHALLER);

    /** Known to the seller and one buyer alone: shown when that buyer leaves. */
    static final Metadata.Key<String> TICKET = Metadata.Key.of("gavel-ticket",
            Metadata.ASCII_STRING_MARSHALLER);

    /** Answer of a buyer whose program will show its ticket. */
    static final String TICKET_KEPT = "ticket kept";

    private PeerMessages() {}

    static AnnouncePriceRequest announcement(Round round) {
        return AnnouncePriceRequest.newBuilder()
                .setAuctionId(round.auction())
                .setRoundId(round.round())
                .setPrice(round.price())
                .addAllBuyerStatus(statuses(round))
                .build();
    }

    static FinishAuctionRequest ending(Round round) {
        return FinishAuctionRequest.newBuilder()
                .setAuctionId(round.auction())
                .setWinnerUsername(round.winner().orElse(""))
                .setPrice(round.price())
                .addAllBuyerStatus(statuses(round))
                .build();
    }

    static Round round(AnnouncePriceRequest request) {
        return new Round(request.getAuctionId(), request.getRoundId(), request.getPrice(),
                participants(request.getBuyerStatusList()), false, Optional.empty());
    }

    /** How it ended; the round is -1 where the seller does not tell. */
    static Round round(FinishAuctionRequest request, Metadata headers) {
        return new Round(request.getAuctionId(), number(headers.get(ROUND)), request.getPrice(),
                participants(request.getBuyerStatusList()), true,
                Optional.of(request.getWinnerUsername()).filter(name -> !name.isEmpty()));
    }

    /** The mark beside a round. */
    static Signing.Mark mark(Metadata headers) {
        return new Signing.Mark(number(headers.get(AT)),
                Optional.ofNullable(headers.get(SIGNATURE)));
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<BuyerStatus> statuses(Round round) {
        return round.participants()
                .entrySet()
                .stream()
                .map(entry -> BuyerStatus.newBuilder()
                        .setUsername(entry.getKey())
                        .setActive(entry.getValue())
                        .build())
                .toList();
    }

    private static SortedMap<String, Boolean> participants(List<BuyerStatus> statuses) {
        var all = new TreeMap<String, Boolean>();
        statuses.forEach(status -> all.put(status.getUsername(), status.getActive()));
        return all;
    }
}
