package dev.gavel.client;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Watches how far a call came. A call whose headers never left had certainly no effect; a status that
 * came in trailers is the server's own word, any other was made up on this side.
 */
final class Delivery extends ClientStreamTracer.Factory {
    private volatile boolean sent;
    private volatile boolean answered;

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info,
            Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void outboundHeaders() {
                sent = true;
            }

            @Override
            public void inboundTrailers(Metadata trailers) {
                answered = true;
            }
        };
    }

    /** Whether the call may have reached the server. */
    boolean sent() {
        return sent;
    }

    /** Whether the server itself ended the call. */
    boolean answered() {
        return answered;
    }
}
