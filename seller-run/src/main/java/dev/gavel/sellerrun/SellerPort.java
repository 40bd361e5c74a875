package dev.gavel.sellerrun;

import dev.gavel.wire.ppapd.SellerServiceGrpc;
import dev.gavel.wire.ppapd.SuccessMessage;
import dev.gavel.wire.ppapd.UserAuctionPair;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What the seller's program answers to buyers who leave. */
public final class SellerPort extends SellerServiceGrpc.SellerServiceImplBase {

    /** A sale and what goes with it. */
    private record Running(String auction, Sale sale, Loop loop, Tickets tickets) {}

    private volatile @Nullable Running running;

    /** From now on wishes to leave go to this sale. */
    public void serve(String auction, Sale sale, Loop loop, Tickets tickets) {
        running = new Running(auction, sale, loop, tickets);
    }

    @Override
    public void withdraw(UserAuctionPair wish, StreamObserver<SuccessMessage> answer) {
        var to = running;
        if (to == null || !to.auction.equals(wish.getAuctionId())) {
            answer(answer, new Sale.Verdict(false, to == null
                    ? "The auction has not started."
                    : "This seller does not run auction " + wish.getAuctionId() + "."));
            return;
        }
        var shown = Optional.ofNullable(Port.headers().get(PeerMessages.TICKET));
        if (!to.tickets.isGood(wish.getUsername(), shown)) {
            answer(answer, new Sale.Verdict(false,
                    "This does not come from the program of " + wish.getUsername() + "."));
            return;
        }
        to.loop.execute(() -> answer(answer, to.sale.withdraw(wish.getUsername())));
    }

    private static void answer(StreamObserver<SuccessMessage> answer, Sale.Verdict verdict) {
        answer.onNext(SuccessMessage.newBuilder()
                .setSuccess(verdict.done())
                .setMessage(verdict.message())
                .build());
        answer.onCompleted();
    }
}
