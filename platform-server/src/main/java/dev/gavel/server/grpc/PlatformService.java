package dev.gavel.server.grpc;

import dev.gavel.server.ppapd.PpapdDesk;
import dev.gavel.server.ppapd.Served;
import dev.gavel.wire.ppapd.PlatformServiceGrpc.PlatformServiceImplBase;
import dev.gavel.wire.ppapd.PlatformServiceRequest;
import dev.gavel.wire.ppapd.PlatformServiceResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Semaphore;

/**
 * The one call of {@code auction.PlatformService}, for PPAPD's programs. An operation takes several
 * steps at the desk and waits for each, so each runs on a thread of its own, a virtual one.
 */
final class PlatformService extends PlatformServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformService.class);

    /**
     * Most calls at a time. A caller beyond it is sent to the next server, and so back here a
     * moment later.
     */
    private static final int CALLS_MAX = 1_000;

    private static final PlatformServiceResponse ELSEWHERE = PlatformServiceResponse
            .getDefaultInstance();

    private final PpapdDesk desk;
    private final Semaphore room = new Semaphore(CALLS_MAX);

    PlatformService(PpapdDesk desk) {
        this.desk = desk;
    }

    @Override
    public void rpcPlatformServe(PlatformServiceRequest request,
            StreamObserver<PlatformServiceResponse> observer) {
        var call = (ServerCallStreamObserver<PlatformServiceResponse>) observer;
        // Who hangs up is not told anything; without this an answer to them would be an exception.
        call.setOnCancelHandler(() -> {});
        if (!desk.leads() || !room.tryAcquire()) {
            Calls.answer(call, ELSEWHERE);
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                answer(call, serve(request.getJson()));
            } finally {
                room.release();
            }
        });
    }

    private Served serve(String json) {
        try {
            return desk.serve(json);
        } catch (RuntimeException e) {
            LOG.error("a call of a program of PPAPD failed", e);
            return new Served(true,
                    "{\"success\":false,\"message\":\"This server met a bug.\"}", () -> {});
        }
    }

    private static void answer(ServerCallStreamObserver<PlatformServiceResponse> call,
            Served served) {
        if (call.isCancelled()) {
            return;
        }
        Calls.answer(call, PlatformServiceResponse.newBuilder()
                .setIsLeader(served.isLeader())
                .setJson(served.json())
                .build());
        if (!call.isCancelled()) {
            served.delivered().run();
        }
    }
}
