package dev.gavel.client;

import dev.gavel.wire.v1.GavelGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One stream of frames to one server. */
final class SubmitCall {
    private static final MethodDescriptor<byte[], byte[]> SUBMIT = GavelGrpc.getSubmitMethod()
            .toBuilder(new FrameMarshaller(), new FrameMarshaller())
            .build();

    /** Told of what comes back, on the network's thread. */
    interface Listener {

        void frame(SubmitCall from, Replies replies);

        /** More can be sent. */
        void ready(SubmitCall from);

        /** Told once; nothing comes after it. */
        void ended(SubmitCall from, Attempt<SubmitCall> how);
    }

    private final ServerConnection connection;
    private final Duration patience;
    private final Delivery delivery = new Delivery();
    private final Replies replies = new Replies();
    private final Listener listener;
    private final ClientCall<byte[], byte[]> call;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** A stream that is yet to be started. */
    SubmitCall(ServerConnection connection, Duration patience, Listener listener) {
        this.connection = connection;
        this.patience = patience;
        this.listener = listener;
        this.call = connection.newCall(SUBMIT, CallOptions.DEFAULT, delivery, patience);
    }

    /** Starts it; where that fails, its end is told soon, and on another thread. */
    void start() {
        try {
            call.start(new Incoming(), connection.headers());
            call.request(Integer.MAX_VALUE);
        } catch (RuntimeException | OutOfMemoryError e) {
            connection.soon(() -> abandon(Endings.ofOwnFailure(e, delivery)));
        }
    }

    ServerAddress server() {
        return connection.address();
    }

    /** Whether the network takes more just now. */
    boolean isReady() {
        return call.isReady();
    }

    /** Sends a frame; not from two threads at once. A call that ended meanwhile takes none. */
    void send(byte[] frame) {
        try {
            call.sendMessage(frame);
        } catch (RuntimeException | OutOfMemoryError e) {
            connection.soon(() -> abandon(Endings.ofOwnFailure(e, delivery)));
        }
    }

    /** Lets go of the server for a reason of this side. */
    void abandon(Attempt<SubmitCall> why) {
        end(why);
        try {
            call.cancel("abandoned by the client", null);
        } catch (RuntimeException e) {
            // it was never started
        }
    }

    private void end(Attempt<SubmitCall> how) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(this, how);
        }
    }

    private final class Incoming extends ClientCall.Listener<byte[]> {

        @Override
        public void onMessage(byte[] frame) {
            if (ended.get()) {
                return;
            }
            try {
                replies.read(frame);
            } catch (IOException | RuntimeException e) {
                abandon(new Attempt.Silent<>(
                        "it sends data that cannot be read as answers of Gavel"));
                return;
            }
            listener.frame(SubmitCall.this, replies);
        }

        @Override
        public void onReady() {
            listener.ready(SubmitCall.this);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end(status.isOk()
                    ? new Attempt.NotLeader<>(Optional.empty())
                    : Endings.of(status, trailers, delivery, patience));
        }
    }
}
