package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;

import org.apache.ratis.thirdparty.io.grpc.ClientCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call to another server. It begins with the first message, which names the caller. If the
 * other challenges it, it begins once more with the answer to the challenge; its messages are kept
 * until then. An answer from a server that does not know the secret is not heard.
 */
final class ProvenCall<Q, A> extends ClientCall<Q, A> {

    /**
     * The most tries. A server that has started meanwhile challenges once; more challenges are no
     * server's doing.
     */
    private static final int MOST_TRIES = 3;

    private final Supplier<ClientCall<Q, A>> calls;
    private final String method;
    private final String address;
    private final List<Q> unanswered = new ArrayList<>();
    private @Nullable Listener<A> listener;
    private Metadata headers = new Metadata();
    private @Nullable ClientCall<Q, A> call;
    private Optional<ProvenCalls.Caller> caller = Optional.empty();
    private String receiver = "";
    private int requested;
    private int tries;
    private boolean halfClosed;
    private boolean isAnswered;
    private boolean isOver;

    ProvenCall(Supplier<ClientCall<Q, A>> calls, String method, @Nullable String address) {
        this.calls = calls;
        this.method = method;
        this.address = String.valueOf(address);
    }

    @Override
    public void start(Listener<A> hears, Metadata sent) {
        synchronized (this) {
            listener = hears;
            headers = sent;
        }
    }

    @Override
    public void sendMessage(Q message) {
        synchronized (this) {
            if (call != null) {
                if (!isAnswered) {
                    unanswered.add(message);
                }
                call.sendMessage(message);
                return;
            }
            unanswered.add(message);
            if (isOver || tries > 0) {
                return; // it is about to begin
            }
            caller = ProvenCalls.caller(message, address);
            receiver = ProvenCalls.receiver(message);
            tries = 1;
        }
        begin(1);
    }

    /** Begins the call. Not under the lock, since it may be told of the call's end within. */
    private void begin(int mine) {
        var begun = calls.get();
        var sent = new Metadata();
        sent.merge(headers);
        var lot = ServerProof.draw();
        var proof = caller.map(self -> new ServerProof.Call(self.self(), receiver, method, lot));
        proof.ifPresent(one -> caller.get()
                .proof()
                .sign(sent, one, caller.get().challengeOf(receiver)));
        begun.start(new Answers(begun, proof, mine), sent);
        synchronized (this) {
            if (mine != tries) {
                return; // it was challenged at once
            }
            if (isOver) {
                begun.cancel("it is over", null);
                return;
            }
            call = begun;
            if (requested > 0) {
                begun.request(requested);
            }
            unanswered.forEach(begun::sendMessage);
            if (halfClosed) {
                begun.halfClose();
            }
            if (isAnswered) {
                unanswered.clear();
            }
        }
    }

    @Override
    public synchronized void request(int messages) {
        requested += messages;
        if (call != null) {
            call.request(messages);
        }
    }

    @Override
    public void halfClose() {
        synchronized (this) {
            halfClosed = true;
            if (call != null) {
                call.halfClose();
                return;
            }
            if (tries > 0) {
                return;
            }
        }
        cancel(Status.OK); // nothing was said
    }

    @Override
    public void cancel(@Nullable String why, @Nullable Throwable cause) {
        ClientCall<Q, A> begun;
        synchronized (this) {
            begun = call;
        }
        if (begun != null) {
            begun.cancel(why, cause);
        } else {
            cancel(Status.CANCELLED.withDescription(why).withCause(cause));
        }
    }

    /** Cancels the call before anything was sent, or between two tries. */
    private void cancel(Status why) {
        if (ends() && listener != null) {
            listener.onClose(why, new Metadata());
        }
    }

    private synchronized boolean ends() {
        var isFirst = !isOver;
        isOver = true;
        unanswered.clear();
        return isFirst;
    }

    @Override
    public synchronized boolean isReady() {
        return call == null || call.isReady();
    }

    @Override
    public synchronized void setMessageCompression(boolean enabled) {
        if (call != null) {
            call.setMessageCompression(enabled);
        }
    }

    /** Notes an answer, which may come before the first message was sent. */
    private synchronized void isAnswered() {
        isAnswered = true;
        if (call != null) {
            unanswered.clear();
        }
    }

    /** Whether it begins anew, since the other challenges. */
    private synchronized boolean triesAgain() {
        if (isAnswered || isOver || tries == 0 || tries >= MOST_TRIES) {
            return false;
        }
        call = null;
        tries++;
        return true;
    }

    /** The other server's answers. */
    private final class Answers extends SimpleForwardingClientCallListener<A> {

        private final ClientCall<Q, A> begun;
        private final Optional<ServerProof.Call> proof;
        private final int mine;
        private boolean isDeaf;

        Answers(ClientCall<Q, A> begun, Optional<ServerProof.Call> proof, int mine) {
            super(requireNonNull(listener));
            this.begun = begun;
            this.proof = proof;
            this.mine = mine;
        }

        @Override
        public void onHeaders(Metadata answer) {
            if (proof.isPresent()) {
                var self = caller.orElseThrow();
                var isProven = self.proof().isAnswer(answer, proof.get());
                self.answered(receiver, address, isProven);
                if (!isProven && self.demands()) {
                    isDeaf = true;
                    begun.cancel("it does not know the secret of the cluster", null);
                    if (ends()) {
                        super.onClose(Status.UNAVAILABLE.withDescription("the program that answers"
                                + " at " + address
                                + " does not know the secret of the cluster"), new Metadata());
                    }
                    return;
                }
            }
            isAnswered();
            super.onHeaders(answer);
        }

        @Override
        public void onMessage(A message) {
            if (!isDeaf) {
                super.onMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (isDeaf) {
                return;
            }
            var challenge = ServerProof.challenge(trailers);
            if (proof.isPresent() && challenge.isPresent() && triesAgain()) {
                caller.orElseThrow().challenged(receiver, challenge.get());
                begin(mine + 1);
                return;
            }
            if (proof.isPresent() && status.getCode() == Status.Code.PERMISSION_DENIED) {
                caller.orElseThrow()
                        .refused(receiver, address, String.valueOf(status.getDescription()));
            }
            if (ends()) {
                super.onClose(status, JavaTrailers.without(trailers));
            }
        }

        @Override
        public void onReady() {
            if (!isDeaf) {
                super.onReady();
            }
        }
    }
}
