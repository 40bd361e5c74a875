package dev.gavel.server.grpc;

import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.Trouble;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads along at the start of each connection to the client port, and at the head of each HTTP/2
 * frame. A client that speaks HTTP/1 looks for the HTTP port and is told its address. A client
 * whose frames only make work, such as settings without end, is cut off.
 */
final class PortGuard extends ChannelInboundHandlerAdapter {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 9;
    private static final int DATA = 0;
    private static final int PRIORITY = 2;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ChannelHandler next;
    private final ServerAddress me;
    private final ConnectionLimits limits;
    private final LongSupplier nanos;
    private final List<Object> eventsHeld = new ArrayList<>();
    private int prefaceSeen;
    private boolean over;
    private int headSeen;
    private int length;
    private int type;
    private int flags;
    private int toSkip;
    private long windowSince;
    private int inWindow;

    /**
     * A guard before {@code next}, which is put behind it as soon as the connection has greeted as
     * HTTP/2 does. The server's own greeting would spoil the answer to any other client.
     */
    PortGuard(ChannelHandler next, ServerAddress me, ConnectionLimits limits,
            LongSupplier nanos) {
        this.next = next;
        this.me = me;
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Delays negotiation until it is known that the client speaks HTTP/2. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (prefaceSeen == PREFACE.length) {
            context.fireUserEventTriggered(event);
        } else {
            eventsHeld.add(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        var at = bytes.readerIndex();
        var hadGreeted = prefaceSeen == PREFACE.length;
        while (prefaceSeen < PREFACE.length && at < bytes.writerIndex()) {
            if (bytes.getByte(at) != PREFACE[prefaceSeen]) {
                var looksLikeText = bytes.getByte(at) >= ' ' && bytes.getByte(at) < 0x7f;
                bytes.release();
                sendAway(context, looksLikeText);
                return;
            }
            prefaceSeen++;
            at++;
        }
        if (isTooBusy(bytes, at)) {
            over = true;
            bytes.release();
            var unused = context.close();
            return;
        }
        if (prefaceSeen < PREFACE.length) {
            bytes.release(); // what it says is known
            return;
        }
        if (!hadGreeted) {
            context.pipeline().addAfter(context.name(), null, next);
            eventsHeld.forEach(context::fireUserEventTriggered);
            eventsHeld.clear();
            context.fireChannelRead(Unpooled.copiedBuffer(PREFACE));
            bytes.readerIndex(at);
        }
        context.fireChannelRead(bytes);
    }

    private void sendAway(ChannelHandlerContext context, boolean looksLikeText) {
        over = true;
        if (!looksLikeText) {
            var unused = context.close();
            return;
        }
        var json = OutcomeJson.of(Trouble.BAD_COMMAND, "This is the client port of server "
                + me.id() + ", for gRPC; its HTTP port is " + me.http() + ".").toArray();
        var head = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + json.length + "\r\n\r\n";
        var unused = context
                .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII),
                        json))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Reads heads of frames, wherever they are cut, and counts frames that only make work. */
    private boolean isTooBusy(ByteBuf bytes, int from) {
        var at = from;
        while (at < bytes.writerIndex()) {
            if (toSkip > 0) {
                var skipped = Math.min(toSkip, bytes.writerIndex() - at);
                toSkip -= skipped;
                at += skipped;
                continue;
            }
            var one = bytes.getByte(at++) & 0xff;
            if (headSeen < 3) {
                length = (length << 8) | one;
            } else if (headSeen == 3) {
                type = one;
            } else if (headSeen == 4) {
                flags = one;
            }
            if (++headSeen == HEAD_BYTES) {
                if (makesWorkOnly() && countsTooMany()) {
                    return true;
                }
                toSkip = length;
                headSeen = 0;
                length = 0;
            }
        }
        return false;
    }

    /**
     * Whether the frame only makes work. Pings are left to gRPC, which knows how many it asked for
     * itself.
     */
    private boolean makesWorkOnly() {
        return switch (type) {
            case SETTINGS, PRIORITY -> true;
            case DATA -> length == 0 && (flags & END_STREAM) == 0;
            default -> false;
        };
    }

    private boolean countsTooMany() {
        var now = nanos.getAsLong();
        if (inWindow == 0 || now - windowSince > WINDOW_NANOS) {
            windowSince = now;
            inWindow = 0;
        }
        return ++inWindow > limits.grpcControlFrames();
    }
}
