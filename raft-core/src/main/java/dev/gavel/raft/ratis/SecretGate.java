package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stands in front of everything else on Ratis' port. It serves only the service for servers among
 * themselves. Ratis' services for clients and operators are not served, since Gavel asks its own
 * Ratis within the process. A caller shows that it knows the secret of the cluster, once a call.
 * From then on it speaks in no other server's name.
 *
 * @see "docs/adr/0096-the-secret-of-a-house.md"
 */
final class SecretGate implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(SecretGate.class);
    private static final Status NOT_SERVED = Status.PERMISSION_DENIED
            .withDescription("this port is for the servers of the cluster among themselves");
    private static final Status SECRET_WANTED = Status.UNAUTHENTICATED
            .withDescription("a program that calls here must show that it knows the secret of the"
                    + " cluster");
    private static final Status OTHER_SECRET = Status.PERMISSION_DENIED
            .withDescription("this cluster has another secret");
    private static final Status OTHER_NAME = Status.PERMISSION_DENIED
            .withDescription("a server speaks in its own name only");
    private static final Status NO_NAME = Status.INVALID_ARGUMENT
            .withDescription("no server sends this call");

    private final String self;
    private final ClusterSecret secret;
    private final ServerProof proof;
    private final Consumer<@Nullable SocketAddress> whenProven;
    private final Bytes challenge = ServerProof.draw();

    /**
     * The gate of server {@code self}.
     *
     * @param whenProven told the address from which a proven call came
     */
    SecretGate(String self, ClusterSecret secret, ServerProof proof,
            Consumer<@Nullable SocketAddress> whenProven) {
        this.whenProven = whenProven;
        this.self = self;
        this.secret = secret;
        this.proof = proof;
    }

    /** Whether a call will be turned away, so that it need not be given a thread. */
    boolean turnsAway(MethodDescriptor<?, ?> method, Metadata headers) {
        return !isServed(method) || (secret.isDemanded()
                && !(hear(method, headers) instanceof ServerProof.Heard.Proven));
    }

    private static boolean isServed(MethodDescriptor<?, ?> method) {
        return RaftServerProtocolServiceGrpc.SERVICE_NAME.equals(method.getServiceName());
    }

    private ServerProof.Heard hear(MethodDescriptor<?, ?> method, Metadata headers) {
        return proof.hear(headers, self, method.getFullMethodName(), challenge);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        if (!isServed(call.getMethodDescriptor())) {
            return refuse(call, NOT_SERVED);
        }
        return switch (hear(call.getMethodDescriptor(), headers)) {
            case ServerProof.Heard.Proven proven -> {
                whenProven.accept(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
                var line = new CuttableCall<>(call);
                line.sendHeaders(proof.answer(proven.call()));
                yield new Spoken<>(line, next.startCall(line, headers), proven.call().from());
            }
            case ServerProof.Heard.Challenged() -> refuse(call, SECRET_WANTED);
            case ServerProof.Heard.Wrong(var from) -> {
                LOG.warn("a program calls as {} and does not know the secret of this cluster{}",
                        from.replaceAll("[^a-z0-9-]", "?"), secret.isDemanded() ? "" : " yet");
                yield unproven(call, headers, next, OTHER_SECRET);
            }
            case ServerProof.Heard.Silent() -> unproven(call, headers, next, SECRET_WANTED);
        };
    }

    private <Q, A> ServerCall.Listener<Q> unproven(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next, Status refusal) {
        if (secret.isDemanded()) {
            return refuse(call, refusal);
        }
        var line = new CuttableCall<>(call);
        return new Spoken<>(line, next.startCall(line, headers), null);
    }

    private <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Status why) {
        call.close(why, why.getCode() == Status.Code.UNAUTHENTICATED
                ? ServerProof.challenge(challenge)
                : new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** The messages of one call. */
    private final class Spoken<Q> extends SimpleForwardingServerCallListener<Q> {

        private final CuttableCall<Q, ?> line;
        /** The server that has proven itself; null while an earlier cluster lets anybody in. */
        private final @Nullable String from;
        /** The sender whose messages may come, once one has come. */
        private @Nullable ByteString accepted;

        Spoken(CuttableCall<Q, ?> line, ServerCall.Listener<Q> next, @Nullable String from) {
            super(next);
            this.line = line;
            this.from = from;
        }

        @Override
        public void onMessage(Q message) {
            var refusal = refusal(message);
            if (refusal.isEmpty()) {
                super.onMessage(message);
            } else if (line.cut(refusal.get(), new Metadata())) {
                super.onCancel();
            }
        }

        @Override
        public void onHalfClose() {
            if (!line.isCut()) {
                super.onHalfClose();
            }
        }

        private Optional<Status> refusal(Q message) {
            if (line.isCut()) {
                return Optional.of(NO_NAME); // not told any more
            }
            if (from == null && secret.isDemanded()) {
                return Optional.of(SECRET_WANTED);
            }
            var sender = Speaker.request(message).map(RaftRpcRequestProto::getRequestorId);
            if (accepted != null && sender.isPresent() && accepted.equals(sender.get())) {
                return Optional.empty();
            }
            if (!Speaker.isReadable(message)) {
                return Optional.of(NO_NAME);
            }
            if (from != null && Speaker.of(message).filter(from::equals).isEmpty()) {
                return Optional.of(OTHER_NAME);
            }
            accepted = sender.orElse(null);
            return Optional.empty();
        }
    }
}
