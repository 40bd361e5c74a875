package dev.gavel.server;

import dev.gavel.wire.ppapd.AnnouncePriceRequest;
import dev.gavel.wire.ppapd.BuyerServiceGrpc;
import dev.gavel.wire.ppapd.BuyerStatus;
import dev.gavel.wire.ppapd.FinishAuctionRequest;
import dev.gavel.wire.ppapd.SellerServiceGrpc;
import dev.gavel.wire.ppapd.SuccessMessage;
import dev.gavel.wire.ppapd.UserAuctionPair;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A buyer that knows PPAPD's contract and nothing else; and what a seller of that kind does. */
public final class PpapdBuyer extends BuyerServiceGrpc.BuyerServiceImplBase
        implements
            AutoCloseable {

    /** Every announcement, in the order heard. */
    final List<AnnouncePriceRequest> announced = new CopyOnWriteArrayList<>();

    /** Every end. */
    public final List<FinishAuctionRequest> finished = new CopyOnWriteArrayList<>();

    private final Port port = new Port(this);

    /** Where a program listens. */
    public static final class Port implements AutoCloseable {
        private final Server server;

        private Port(BindableService service) {
            try {
                server = NettyServerBuilder
                        .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(service)
                        .build()
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Where sellers reach it. */
        public String address() {
            return "127.0.0.1:" + server.getPort();
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    /** Where sellers reach it. */
    public String address() {
        return port.address();
    }

    /** A seller who lets everybody leave, and notes who does. */
    public static Port seller(List<String> heard) {
        return new Port(new SellerServiceGrpc.SellerServiceImplBase() {
            @Override
            public void withdraw(UserAuctionPair wish, StreamObserver<SuccessMessage> answer) {
                heard.add(wish.getUsername() + " leaves " + wish.getAuctionId());
                answer.onNext(SuccessMessage.newBuilder().setSuccess(true).build());
                answer.onCompleted();
            }
        });
    }

    /** Announces a round to a buyer, ann and bob being in. */
    public static void announce(String buyer, String auction, long round, long price) {
        asking(buyer, channel -> BuyerServiceGrpc.newBlockingStub(channel)
                .announcePrice(AnnouncePriceRequest.newBuilder()
                        .setAuctionId(auction)
                        .setRoundId(round)
                        .setPrice(price)
                        .addBuyerStatus(BuyerStatus.newBuilder().setUsername("ann").setActive(true))
                        .addBuyerStatus(BuyerStatus.newBuilder().setUsername("bob").setActive(true))
                        .build()));
    }

    /** Tells a buyer who has won. */
    public static void finish(String buyer, String auction, String winner, long price) {
        asking(buyer, channel -> BuyerServiceGrpc.newBlockingStub(channel)
                .finishAuction(FinishAuctionRequest.newBuilder()
                        .setAuctionId(auction)
                        .setWinnerUsername(winner)
                        .setPrice(price)
                        .build()));
    }

    private static SuccessMessage asking(String address,
            Function<ManagedChannel, SuccessMessage> question) {
        var channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
        try {
            return question.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    /** The round it heard of last. */
    public long round() {
        return announced.stream().mapToLong(AnnouncePriceRequest::getRoundId).max().orElse(-1);
    }

    /** Tells the seller that {@code user} leaves. */
    public static SuccessMessage withdraw(String seller, String auction, String user) {
        return asking(seller, channel -> SellerServiceGrpc.newBlockingStub(channel)
                .withdraw(UserAuctionPair.newBuilder()
                        .setAuctionId(auction)
                        .setUsername(user)
                        .build()));
    }

    @Override
    public void announcePrice(AnnouncePriceRequest request, StreamObserver<SuccessMessage> answer) {
        announced.add(request);
        answer.onNext(SuccessMessage.newBuilder().setSuccess(true).build());
        answer.onCompleted();
    }

    @Override
    public void finishAuction(FinishAuctionRequest request, StreamObserver<SuccessMessage> answer) {
        finished.add(request);
        answer.onNext(SuccessMessage.newBuilder().setSuccess(true).build());
        answer.onCompleted();
    }

    @Override
    public void close() {
        port.close();
    }
}
