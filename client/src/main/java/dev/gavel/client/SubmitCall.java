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
    private final Delivery delivery = new Delivery();
    private final Replies replies = new Replies();
    private final Listener listener;
    private final ClientCall<byte[], byte[]> call;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** A stream that is yet to be started. */
    SubmitCall(ServerConnection connection, Duration patience, Listener listener) {
        this.connection = connection;
        this.listener = listener;
        this.call = connection.newCall(SUBMIT, CallOptions.DEFAULT, delivery, patience);
    }

    void start() {
        call.start(new Incoming(), connection.headers());
        call.request(Integer.MAX_VALUE);
    }

    ServerAddress server() {
        return connection.address();
    }

    /** Whether the network takes more just now. */
    boolean isReady() {
        return call.isReady();
    }

    /** Sends a frame; not from two threads at once. */
    void send(byte[] frame) {
        call.sendMessage(frame);
    }

    /** Lets go of the server for a reason of this side. */
    void abandon(Attempt<SubmitCall> why) {
        end(why);
        call.cancel("abandoned by the client", null);
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
            } catch (IOException e) {
                abandon(new Attempt.Silent<>("it sends what is no frame: " + e.getMessage()));
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
                    : Endings.of(status, trailers, delivery));
        }
    }
}
