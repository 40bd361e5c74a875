package dev.gavel.server.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.server.TestHouse;
import dev.gavel.wire.ppapd.PlatformServiceGrpc;
import dev.gavel.wire.ppapd.PlatformServiceRequest;
import dev.gavel.wire.ppapd.PlatformServiceResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of PPAPD, written from its contract alone: tries each server in turn until one leads. */
public final class PpapdClient implements AutoCloseable {

    private static final int SECONDS_MAX = 20;

    private final List<ManagedChannel> channels = new ArrayList<>();

    /** One that knows the servers on these client ports. */
    public PpapdClient(List<Integer> ports) {
        ports.forEach(port -> channels
                .add(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build()));
    }

    /** What the server number {@code n} answers. */
    public PlatformServiceResponse ask(int n, String json) {
        return PlatformServiceGrpc.newBlockingStub(channels.get(n))
                .withDeadlineAfter(SECONDS_MAX, TimeUnit.SECONDS)
                .rpcPlatformServe(PlatformServiceRequest.newBuilder().setJson(json).build());
    }

    /** The answer of the first server that leads; empty if none does. */
    public Optional<JsonNode> round(String json) {
        for (var n = 0; n < channels.size(); n++) {
            try {
                var answer = ask(n, json);
                if (answer.getIsLeader()) {
                    return Optional.of(TestHouse.json(answer.getJson()));
                }
            } catch (StatusRuntimeException down) {
                // the next one
            }
        }
        return Optional.empty();
    }

    /** The answer, asking round after round as PPAPD's seller does with a result. */
    public JsonNode say(String json) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < until) {
            var answer = round(json);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("nobody leads: " + json);
    }

    /** As {@link #say(String)}, with fields by name and value. */
    public JsonNode say(String op, Object... fields) {
        return say(request(op, fields).toString());
    }

    /** A request. */
    public static ObjectNode request(String op, Object... fields) {
        var request = TestHouse.JSON.createObjectNode().put("op", op);
        for (var i = 0; i < fields.length; i += 2) {
            request.set(fields[i].toString(), TestHouse.JSON.valueToTree(fields[i + 1]));
        }
        return request;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
