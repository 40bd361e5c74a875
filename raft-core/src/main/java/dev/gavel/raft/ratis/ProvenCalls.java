package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.Channel;
import org.apache.ratis.thirdparty.io.grpc.ClientCall;
import org.apache.ratis.thirdparty.io.grpc.ClientInterceptor;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Lets the servers of this process show, in each call to another, that they know the secret of
 * their cluster. An answer from a server that does not know it is not heard. Ratis' channels are
 * all alike, so the calling server is read from the first message of a call.
 */
final class ProvenCalls implements ClientInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ProvenCalls.class);
    private static final Map<Key, List<Caller>> CALLERS = new ConcurrentHashMap<>();

    private record Key(ByteString group, String server) {}

    /** A server of this process. */
    static final class Caller implements AutoCloseable {

        private final Key key;
        private final ClusterSecret secret;
        private final ServerProof proof;
        /** The others' challenges, by id. */
        private final Map<String, Bytes> challenges = new ConcurrentHashMap<>();
        /** Servers whose last answer showed that they know the secret. */
        private final Set<String> proven = ConcurrentHashMap.newKeySet();

        private final BiPredicate<String, String> finds;

        private Caller(Key key, ClusterSecret secret, ServerProof proof,
                BiPredicate<String, String> finds) {
            this.finds = finds;
            this.key = key;
            this.secret = secret;
            this.proof = proof;
        }

        String self() {
            return key.server();
        }

        ServerProof proof() {
            return proof;
        }

        boolean demands() {
            return secret.isDemanded();
        }

        Optional<Bytes> challengeOf(String server) {
            return Optional.ofNullable(challenges.get(server));
        }

        void challenged(String server, Bytes challenge) {
            challenges.put(server, challenge);
        }

        /** Whether the last answer of {@code server} showed that it knows the secret. */
        boolean knows(String server) {
            return proven.contains(server);
        }

        /** Notes that {@code server} has answered. */
        void answered(String server, String address, boolean isProven) {
            if (isProven) {
                proven.add(server);
            } else if (proven.remove(server) || demands()) {
                LOG.warn("the program that answers at {} in place of {} does not know the secret of"
                        + " the cluster in {}", address, server, secret.file());
            }
        }

        /** Notes that {@code server} has turned this one away. */
        void refused(String server, String address, String why) {
            proven.remove(server);
            LOG.warn("{} at {} does not hear this server: {}; the secret here is in {}", server,
                    address, why, secret.file());
        }

        @Override
        public void close() {
            CALLERS.computeIfPresent(key, (any, callers) -> {
                var left = callers.stream().filter(one -> one != this).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    /**
     * Proves calls of {@code server} in {@code group} from now on.
     *
     * @param finds whether it finds this member at this address, which tells it from a server of
     *        the same name in another cluster of this process
     */
    static Caller register(ByteString group, String server, ClusterSecret secret,
            ServerProof proof, BiPredicate<String, String> finds) {
        var caller = new Caller(new Key(group, server), secret, proof, finds);
        CALLERS.merge(caller.key, List.of(caller),
                (before, one) -> Stream.concat(one.stream(), before.stream()).toList());
        return caller;
    }

    /**
     * The server of this process that sends this message to {@code address}; empty if none does.
     */
    static Optional<Caller> caller(Object message, String address) {
        var callers = Speaker.request(message)
                .map(RaftRpcRequestProto::getRaftGroupId)
                .flatMap(group -> Speaker.of(message)
                        .map(server -> CALLERS.get(new Key(group.getId(), server))))
                .orElse(List.of());
        return callers.size() < 2 ? callers.stream().findFirst()
                : callers.stream()
                        .filter(one -> one.finds.test(receiver(message), address))
                        .findFirst()
                        .or(() -> callers.stream().findFirst());
    }

    /** The server that {@code message} goes to. */
    static String receiver(Object message) {
        return Speaker.request(message)
                .map(request -> request.getReplyId().toString(StandardCharsets.UTF_8))
                .orElse("");
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
            Channel next) {
        return new ProvenCall<>(() -> next.newCall(method, options), method.getFullMethodName(),
                next.authority());
    }
}
