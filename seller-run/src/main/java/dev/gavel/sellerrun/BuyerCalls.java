package dev.gavel.sellerrun;

import dev.gavel.wire.ppapd.BuyerServiceGrpc;
import dev.gavel.wire.ppapd.SuccessMessage;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells buyers over the network, with a signature where the seller has a key. */
final class BuyerCalls implements Announcer {
    private final Peers peers;
    private final String ownAddress;
    private final Signer signer;
    private final Tickets tickets;

    /**
     * Tells buyers in the name of one seller.
     *
     * @param ownAddress where this seller listens
     */
    BuyerCalls(Peers peers, String ownAddress, Signer signer, Tickets tickets) {
        this.peers = peers;
        this.ownAddress = ownAddress;
        this.signer = signer;
        this.tickets = tickets;
    }

    @Override
    public CompletableFuture<Reach> tell(String buyer, String address, Round round,
            Duration patience) {
        var reach = new CompletableFuture<Reach>();
        var channel = peers.to(address);
        if (channel.isEmpty()) {
            reach.complete(Reach.REFUSED);
            return reach;
        }
        var stub = BuyerServiceGrpc.newStub(channel.get())
                .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(buyer, round)));
        var answer = new StreamObserver<SuccessMessage>() {
            @Override
            public void onNext(SuccessMessage message) {
                if (message.getMessage().equals(PeerMessages.TICKET_KEPT)) {
                    tickets.keptBy(buyer);
                }
                reach.complete(message.getSuccess() ? Reach.HEARD : Reach.REFUSED);
            }

            @Override
            public void onError(Throwable cause) {
                reach.complete(
                        Status.fromThrowable(cause).getCode() == Status.Code.DEADLINE_EXCEEDED
                                ? Reach.SILENT
                                : Reach.REFUSED);
            }

            @Override
            public void onCompleted() {
                reach.complete(Reach.REFUSED); // without an answer
            }
        };
        if (round.finished()) {
            stub.finishAuction(PeerMessages.ending(round), answer);
        } else {
            stub.announcePrice(PeerMessages.announcement(round), answer);
        }
        return reach;
    }

    private Metadata headers(String buyer, Round round) {
        var headers = new Metadata();
        headers.put(PeerMessages.SELLER, ownAddress);
        headers.put(PeerMessages.BUYER, buyer.getBytes(StandardCharsets.UTF_8));
        headers.put(PeerMessages.ROUND, Long.toString(round.round()));
        headers.put(PeerMessages.TICKET, tickets.of(buyer));
        var mark = signer.mark(round);
        mark.base64().ifPresent(text -> {
            headers.put(PeerMessages.AT, Long.toString(mark.atMillis()));
            headers.put(PeerMessages.SIGNATURE, text);
        });
        return headers;
    }
}
