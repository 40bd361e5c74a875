package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.Channel;
import org.apache.ratis.thirdparty.io.grpc.ClientCall;
import org.apache.ratis.thirdparty.io.grpc.ClientInterceptor;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Who speaks to a Raft port as bytes, so that nothing of this process proves anything for it. */
final class Stranger implements AutoCloseable {

    private static final MethodDescriptor.Marshaller<byte[]> AS_THEY_ARE = new MethodDescriptor.Marshaller<>() {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ManagedChannel channel;

    Stranger(String address) {
        channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    }

    /** What came of a call. */
    record Heard(Status status, Metadata trailers, List<byte[]> answers) {}

    /**
     * Says {@code messages} in one call, and then nothing more. Where it is a stream, the end waits for the
     * first answer: Ratis answers nothing on one that has ended.
     */
    Heard say(MethodDescriptor<?, ?> method, Metadata headers, MessageLite... messages) {
        var end = new CompletableFuture<Heard>();
        var answers = new CopyOnWriteArrayList<byte[]>();
        var isStream = method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING;
        var call = channel.newCall(MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(method.getFullMethodName())
                .setType(method.getType())
                .setRequestMarshaller(AS_THEY_ARE)
                .setResponseMarshaller(AS_THEY_ARE)
                .build(), CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS));
        call.start(new ClientCall.Listener<>() {

            @Override
            public void onMessage(byte[] answer) {
                answers.add(answer);
                if (isStream) {
                    call.halfClose();
                }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                end.complete(new Heard(status, trailers, answers));
            }
        }, headers);
        call.request(100);
        for (var message : messages) {
            call.sendMessage(message.toByteArray());
        }
        if (!isStream) {
            call.halfClose();
        }
        return end.join();
    }

    /** As the other, by {@code from}, which knows the secret of {@code proof}. */
    Heard prove(ServerProof proof, String from, String to, MethodDescriptor<?, ?> method,
            MessageLite... messages) {
        var challenged = say(method, signed(proof, from, to, method, null), messages);
        var challenge = ServerProof.challenge(challenged.trailers());
        return challenge.isEmpty() ? challenged
                : say(method, signed(proof, from, to, method, challenge.get()), messages);
    }

    /** Headers that prove it. */
    static Metadata signed(ServerProof proof, String from, String to,
            MethodDescriptor<?, ?> method, @Nullable Bytes challenge) {
        var headers = new Metadata();
        proof.sign(headers, new ServerProof.Call(from, to, method.getFullMethodName(),
                ServerProof.draw()), java.util.Optional.ofNullable(challenge));
        return headers;
    }

    /** A channel for stubs of services that servers do not use. */
    Channel channel(ClientInterceptor... interceptors) {
        return org.apache.ratis.thirdparty.io.grpc.ClientInterceptors.intercept(channel,
                interceptors);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
