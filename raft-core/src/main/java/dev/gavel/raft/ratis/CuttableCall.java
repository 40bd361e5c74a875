package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;

/** A call that is over for both ends once it was cut: what Ratis answers afterwards goes nowhere. */
final class CuttableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private boolean isCut;
    private boolean hasHeaders;

    CuttableCall(ServerCall<Q, A> call) {
        super(call);
    }

    synchronized boolean isCut() {
        return isCut;
    }

    /** Ends it; whether this is what did. */
    synchronized boolean cut(Status why, Metadata trailers) {
        if (isCut) {
            return false;
        }
        isCut = true;
        super.close(why, trailers);
        return true;
    }

    /** The first are sent, those that come later are not. */
    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!isCut && !hasHeaders) {
            hasHeaders = true;
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(A message) {
        if (!isCut) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!isCut) {
            super.close(status, JavaTrailers.without(trailers));
        }
    }
}
