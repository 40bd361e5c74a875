package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Nothing is made of the Java objects and class names that somebody sends along with an error. */
@Tag("slow")
class JavaTrailersTest {

    private static volatile boolean wasInitialised;

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** Named in a trailer. */
    static final class Trap extends Exception {

        private static final long serialVersionUID = 1L;

        static {
            wasInitialised = true;
        }
    }

    /** A graph whose reading takes as good as for ever, in few bytes. */
    private static byte[] nested() throws IOException {
        Set<Object> root = new HashSet<>();
        var one = root;
        var two = new HashSet<Object>();
        for (var depth = 0; depth < 40; depth++) {
            var nextOne = new HashSet<Object>();
            var nextTwo = new HashSet<Object>();
            nextOne.add("" + depth);
            one.add(nextOne);
            one.add(nextTwo);
            two.add(nextOne);
            two.add(nextTwo);
            one = nextOne;
            two = nextTwo;
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(root);
        }
        return bytes.toByteArray();
    }

    /** Ends each call with the trailers. */
    private static final class Liar
            extends
                RaftServerProtocolServiceGrpc.RaftServerProtocolServiceImplBase {

        private final AtomicInteger asked = new AtomicInteger();
        private final byte[] object;

        Liar(byte[] object) {
            this.object = object;
        }

        private StatusRuntimeException failure() {
            var trailers = new Metadata();
            trailers.put(GrpcUtil.EXCEPTION_OBJECT_KEY, object);
            trailers.put(GrpcUtil.EXCEPTION_TYPE_KEY,
                    "dev.gavel.raft.ratis.JavaTrailersTest$Trap");
            trailers.put(GrpcUtil.CALL_ID, "1");
            return new StatusRuntimeException(Status.INTERNAL, trailers);
        }

        @Override
        public void requestVote(RequestVoteRequestProto vote,
                StreamObserver<RequestVoteReplyProto> answer) {
            asked.incrementAndGet();
            answer.onError(failure());
        }

        @Override
        public StreamObserver<AppendEntriesRequestProto> appendEntries(
                StreamObserver<AppendEntriesReplyProto> answer) {
            return new StreamObserver<>() {
                @Override
                public void onNext(AppendEntriesRequestProto entries) {
                    if (asked.incrementAndGet() > 0) {
                        answer.onError(failure());
                    }
                }

                @Override
                public void onError(Throwable gone) {
                    // as expected
                }

                @Override
                public void onCompleted() {
                    // as expected
                }
            };
        }

        Server listen(int port) throws IOException {
            return NettyServerBuilder
                    .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(this)
                    .build()
                    .start();
        }
    }

    private static void set(RatisGroup group, String value) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }

    @Test
    void aLeaderGoesOnWhateverObjectsAreSentInTheNameOfAFollower() throws IOException {
        try (var group = new RatisGroup(3, folder, RatisGroup.tuning(10_000))) {
            set(group, "1");
            var gone = (group.leader().status().self() + 1) % 3;
            group.stop(gone);
            set(group, "2");
            var address = group.config(gone).me().raftAddress();
            var liar = new Liar(nested());
            var server = liar
                    .listen(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> liar.asked.get() >= 3);
                set(group, "3");
                assertThat(group.leader().status().ready()).isTrue();
                assertThat(wasInitialised).isFalse();
            } finally {
                server.shutdownNow();
            }
        }
    }

    @Test
    void theTrailersDoNotComeThroughAndOthersDo() throws IOException {
        OnNetworkThreads.prepare();
        var server = new Liar(nested()).listen(0);
        var channel = NettyChannelBuilder.forAddress(server.getListenSockets().getFirst())
                .usePlaintext()
                .build();
        try {
            assertThatThrownBy(() -> RaftServerProtocolServiceGrpc.newBlockingStub(channel)
                    .requestVote(RequestVoteRequestProto.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
                        var trailers = requireNonNull(failure.getTrailers());
                        assertThat(trailers.get(GrpcUtil.EXCEPTION_OBJECT_KEY)).isNull();
                        assertThat(trailers.get(GrpcUtil.EXCEPTION_TYPE_KEY)).isNull();
                        assertThat(trailers.get(GrpcUtil.CALL_ID)).isEqualTo("1");
                    });
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void aProcessWithAServerReadsNoJavaObjects() throws IOException {
        NoJavaObjects.areRead();
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new HashSet<>(Set.of("a")));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThatThrownBy(in::readObject).isInstanceOf(InvalidClassException.class);
        }
    }
}
