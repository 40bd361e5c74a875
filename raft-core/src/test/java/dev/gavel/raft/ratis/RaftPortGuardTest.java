package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What strangers can do to the Raft port costs no more than they do. */
@Tag("slow")
class RaftPortGuardTest {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;

    @TempDir
    static Path folder = Path.of("set by JUnit");

    private static @Nullable RatisGroup shared;
    private static int commands;

    @BeforeAll
    static void start() {
        shared = new RatisGroup(1, folder, RatisGroup.tuning(10_000));
        answers();
    }

    @AfterAll
    static void stop() {
        requireNonNull(shared).close();
    }

    private static void answers() {
        var value = "v" + commands++;
        var group = requireNonNull(shared);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> group.leader()
                        .submit(new Request(new RequestId.ByKey(value), "ann",
                                Bytes.utf8("set a " + value)))
                        .get(10, TimeUnit.SECONDS) instanceof Submission.Committed);
    }

    private static String address() {
        return requireNonNull(shared).config(0).me().raftAddress();
    }

    private static Socket connect() throws IOException {
        var address = address();
        return new Socket(InetAddress.getLoopbackAddress(),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        var out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        for (var shift = 24; shift >= 0; shift -= 8) {
            out.write(stream >> shift);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Head of a call that asks for a vote. */
    private static byte[] call() {
        var out = new ByteArrayOutputStream();
        out.write(0x83); // :method POST
        out.write(0x86); // :scheme http
        literal(out, ":path", "/" + RaftServerProtocolServiceGrpc.getRequestVoteMethod()
                .getFullMethodName());
        literal(out, ":authority", "a");
        literal(out, "content-type", "application/grpc");
        literal(out, "te", "trailers");
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether the server ends the connection while, or after, these are sent. */
    private static boolean isCutOff(List<byte[]> sent, int withinMillis) throws IOException {
        try (var socket = connect()) {
            socket.setSoTimeout(withinMillis); // less than silence alone is cut off after
            try {
                for (var bytes : sent) {
                    socket.getOutputStream().write(bytes);
                }
                while (socket.getInputStream().read(new byte[8_192]) >= 0) {
                    // what it says meanwhile
                }
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true; // broken off
            }
        }
    }

    @Test
    void floodsOfFramesThatOnlyMakeWorkAreCutOff() throws IOException {
        var settings = new ArrayList<>(List.of(PREFACE, frame(SETTINGS, 0, 0)));
        assertThat(isCutOff(settings, 300)).isFalse();
        for (var n = 0; n < 2 * RaftPortGuard.CONTROL_FRAMES; n++) {
            settings.add(frame(SETTINGS, 0, 0));
        }
        assertThat(isCutOff(settings, 3_000)).isTrue();

        var resets = new ArrayList<>(List.of(PREFACE, frame(SETTINGS, 0, 0)));
        for (var n = 0; n < 2 * RaftPortGuard.RESETS; n++) {
            resets.add(frame(HEADERS, END_HEADERS, 2 * n + 1, call()));
            resets.add(frame(RESET, 0, 2 * n + 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
        }
        assertThat(isCutOff(resets, 3_000)).isTrue();
        answers();
    }

    @Test
    void garbageIsCutOffAndHurtsNobody() throws IOException {
        var random = new Random(20_261_128);
        for (var n = 0; n < 20; n++) {
            var bytes = new byte[100 + random.nextInt(2_000)];
            random.nextBytes(bytes);
            assertThat(isCutOff(List.of(bytes), 3_000)).isTrue();
            assertThat(isCutOff(List.of(PREFACE, frame(SETTINGS, 0, 0),
                    frame(HEADERS, END_HEADERS, 1, bytes)), 3_000)).isTrue();
        }
        answers();
    }

    @Test
    void connectionsThatShowNothingAreClosedAndLeaveNoThreads() throws IOException {
        var before = Thread.activeCount();
        var sockets = new ArrayList<Socket>();
        try {
            for (var n = 0; n < RaftPortGuard.UNPROVEN_AT_MOST + 50; n++) {
                sockets.add(connect());
            }
            answers();
            for (var socket : sockets) {
                socket.setSoTimeout((int) RaftPortGuard.SILENT_AT_MOST.toMillis() + 5_000);
                try {
                    while (socket.getInputStream().read() >= 0) {
                        // its greeting
                    }
                } catch (SocketException reset) {
                    // as good
                }
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        try (var stranger = new Stranger(address())) {
            for (var n = 0; n < 100; n++) {
                assertThat(stranger.say(RaftServerProtocolServiceGrpc.getRequestVoteMethod(),
                        new Metadata(), RequestVoteRequestProto.getDefaultInstance())
                        .status()
                        .isOk()).isFalse();
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Thread.activeCount() <= before + 25); // those of the network, at most
        answers();
    }
}
