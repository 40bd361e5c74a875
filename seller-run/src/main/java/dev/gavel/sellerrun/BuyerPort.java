package dev.gavel.sellerrun;

import dev.gavel.wire.ppapd.AnnouncePriceRequest;
import dev.gavel.wire.ppapd.BuyerServiceGrpc;
import dev.gavel.wire.ppapd.FinishAuctionRequest;
import dev.gavel.wire.ppapd.SuccessMessage;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a buyer's program answers to sellers who announce rounds and ends. */
public final class BuyerPort extends BuyerServiceGrpc.BuyerServiceImplBase {

    /** A seat and what goes with it. */
    private record Taken(Seat seat, Loop loop, Optional<String> sellerKey) {}

    private final String buyer;
    private final Map<String, Taken> seats = new ConcurrentHashMap<>();

    /** The port of one buyer. */
    public BuyerPort(String buyer) {
        this.buyer = buyer;
    }

    /**
     * From now on, what is announced of this auction goes to the seat.
     *
     * @param sellerKey whose signature is asked for; empty: none, as of sellers without a key
     */
    public void serve(String auction, Seat seat, Loop loop, Optional<String> sellerKey) {
        seats.put(auction, new Taken(seat, loop, sellerKey));
    }

    /** What is announced to this seat is no longer heard. */
    public void forget(String auction, Seat seat) {
        seats.computeIfPresent(auction, (id, taken) -> taken.seat == seat ? null : taken);
    }

    @Override
    public void announcePrice(AnnouncePriceRequest request, StreamObserver<SuccessMessage> answer) {
        hear(PeerMessages.round(request), Port.headers(), answer);
    }

    @Override
    public void finishAuction(FinishAuctionRequest request, StreamObserver<SuccessMessage> answer) {
        var headers = Port.headers();
        hear(PeerMessages.round(request, headers), headers, answer);
    }

    private void hear(Round round, Metadata headers, StreamObserver<SuccessMessage> answer) {
        var to = seats.get(round.auction());
        var meant = headers.get(PeerMessages.BUYER);
        if (meant != null && !new String(meant, StandardCharsets.UTF_8).equals(buyer)) {
            answer(answer, false, "Not " + new String(meant, StandardCharsets.UTF_8)
                    + " but somebody else listens here.");
        } else if (to == null) {
            answer(answer, false, buyer + " does not follow auction " + round.auction() + ".");
        } else if (to.sellerKey.isPresent() && !isProven(round, headers, to.sellerKey.get())) {
            answer(answer, false, "Not signed by the seller of this auction.");
        } else {
            to.loop.execute(() -> {
                tell(to.seat, round, headers);
                answer(answer, true,
                        headers.containsKey(PeerMessages.TICKET) ? PeerMessages.TICKET_KEPT : "");
            });
        }
    }

    /** That it is over follows from what is signed where one is left, who is the winner. */
    private static boolean isProven(Round round, Metadata headers, String key) {
        var ended = !round.finished() || round.winner().isEmpty()
                || round.active().equals(List.of(round.winner().get()));
        return ended && Signing.isSigned(round, PeerMessages.mark(headers), key);
    }

    private static void tell(Seat seat, Round round, Metadata headers) {
        var isFirst = seat.now() == null;
        if (round.finished()) {
            seat.finished(round);
            return;
        }
        // The headers beside it are not signed: they count with a round that is new alone, since a
        // round that was heard before may be sent again by anybody.
        if (seat.announced(round) || isFirst) {
            Optional.ofNullable(headers.get(PeerMessages.TICKET)).ifPresent(seat::ticket);
            Optional.ofNullable(headers.get(PeerMessages.SELLER)).ifPresent(seat::sellerAt);
        }
    }

    private static void answer(StreamObserver<SuccessMessage> answer, boolean success,
            String message) {
        answer.onNext(SuccessMessage.newBuilder()
                .setSuccess(success)
                .setMessage(message)
                .build());
        answer.onCompleted();
    }
}
