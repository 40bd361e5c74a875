package dev.gavel.server.grpc;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Notes whether a call ever got onto a connection. A call that did not is certainly without effect,
 * so its failure can be told from an unknown outcome.
 */
final class SentTracer extends ClientStreamTracer.Factory {

    private volatile boolean sent;

    boolean wasSent() {
        return sent;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info,
            Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void streamCreated(Attributes transport, Metadata sentHeaders) {
                sent = true;
            }
        };
    }
}
