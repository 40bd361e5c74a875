package dev.gavel.raft.ratis;

import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;

/** A call that can be cut. It is then over for both ends, and Ratis' later answers go nowhere. */
final class CuttableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private boolean isCut;
    private boolean hasHeaders;

    CuttableCall(ServerCall<Q, A> call) {
        super(call);
    }

    synchronized boolean isCut() {
        return isCut;
    }

    /** Ends the call; false if it was over already. */
    synchronized boolean cut(Status why, Metadata trailers) {
        if (isCut) {
            return false;
        }
        isCut = true;
        super.close(why, trailers);
        return true;
    }

    /** The first headers are sent, later ones are not. */
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
