package dev.gavel.sellerrun;

import dev.gavel.wire.ppapd.SellerServiceGrpc;
import dev.gavel.wire.ppapd.SuccessMessage;
import dev.gavel.wire.ppapd.UserAuctionPair;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells sellers over the network that a buyer leaves. */
public final class SellerCalls implements Withdrawer {
    private static final long PATIENCE_MILLIS = 2_000;

    private final Peers peers;

    /** Over these connections. */
    public SellerCalls(Peers peers) {
        this.peers = peers;
    }

    @Override
    public CompletableFuture<Optional<Sale.Verdict>> withdraw(String seller, String auction,
            String buyer, Optional<String> ticket) {
        var verdict = new CompletableFuture<Optional<Sale.Verdict>>();
        var channel = peers.to(seller);
        if (channel.isEmpty()) {
            verdict.complete(Optional.empty());
            return verdict;
        }
        var headers = new Metadata();
        ticket.ifPresent(text -> headers.put(PeerMessages.TICKET, text));
        SellerServiceGrpc.newStub(channel.get())
                .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withdraw(UserAuctionPair.newBuilder()
                        .setUsername(buyer)
                        .setAuctionId(auction)
                        .build(), new StreamObserver<SuccessMessage>() {
                            @Override
                            public void onNext(SuccessMessage message) {
                                verdict.complete(Optional.of(new Sale.Verdict(
                                        message.getSuccess(), message.getMessage())));
                            }

                            @Override
                            public void onError(Throwable cause) {
                                verdict.complete(Optional.empty());
                            }

                            @Override
                            public void onCompleted() {
                                verdict.complete(Optional.empty());
                            }
                        });
        return verdict;
    }
}
