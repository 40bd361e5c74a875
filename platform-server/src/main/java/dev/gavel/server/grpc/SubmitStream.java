package dev.gavel.server.grpc;

import dev.gavel.raft.Names;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Write;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.Trouble;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One stream of commands. Frames come in on a network thread and go straight to replication. The
 * replica's thread puts answers aside without a lock, and {@link ReplyPump}'s thread sends all that
 * are ready as one frame. Beyond a bound of commands under way no further frame is asked for. So
 * flow control stops a client that does not read its answers.
 *
 * @see "docs/adr/0022-frames.md"
 */
final class SubmitStream implements StreamObserver<byte[]> {

    /** Commands in one frame at most. */
    static final int MAX_COMMANDS_PER_FRAME = 8_192;
    /** Commands under way above which no further frame is asked for. */
    private static final int MAX_UNDER_WAY = 16_384;
    /** A frame of answers is sent once it is this long; well below what a client takes. */
    private static final int FRAME_BYTES = 1 << 20;

    private final AuctionDesk desk;
    private final ReplyPump pump;
    private final ServerCallStreamObserver<byte[]> out;
    private final Runnable whenEnded;
    private final AtomicReference<@Nullable PendingCommand> ready = new AtomicReference<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private volatile boolean clientIsDone;
    private volatile @Nullable StatusRuntimeException endWith;
    private volatile boolean ended;

    /** Belongs to the network's thread. */
    private final CommandFrame incoming;
    /** Belongs to the pump's thread, like the next two. */
    private final ArrayDeque<PendingCommand> outbox = new ArrayDeque<>();
    private final OutcomeFrame frame = new OutcomeFrame();
    private boolean deposed;

    private String client = "";
    private long session;

    SubmitStream(AuctionDesk desk, ReplyPump pump, Names names,
            ServerCallStreamObserver<byte[]> out, Runnable whenEnded) {
        this.desk = desk;
        this.pump = pump;
        this.incoming = new CommandFrame(names);
        this.out = out;
        this.whenEnded = whenEnded;
        out.disableAutoRequest();
        out.setOnReadyHandler(() -> pump.schedule(drain));
        out.setOnCancelHandler(this::gone);
        out.request(1);
    }

    @Override
    public void onNext(byte[] bytes) {
        try {
            incoming.read(bytes);
            take(incoming);
        } catch (IOException e) {
            end(GrpcStatuses.invalid("that is no frame of commands"));
        }
    }

    private void take(CommandFrame frame) throws IOException {
        var count = frame.count();
        if (count > MAX_COMMANDS_PER_FRAME) {
            end(GrpcStatuses.invalid("a frame has at most " + MAX_COMMANDS_PER_FRAME
                    + " commands; this one has " + count));
            return;
        }
        if (!readSession(frame.client())) {
            end(GrpcStatuses.invalid("client: not a session as OpenSession gives them"));
            return;
        }
        var now = System.nanoTime();
        var writes = new ArrayList<Write>(count);
        var refused = new ArrayList<Runnable>(0);
        for (var n = 0; n < count; n++) {
            frame.goTo(n);
            take(frame, now, writes, refused);
        }
        underWay.addAndGet(count);
        refused.forEach(Runnable::run);
        desk.submitAll(writes);
        paused.set(true);
        askForMore();
    }

    private boolean readSession(String name) {
        if (!name.equals(client) || session == 0) {
            session = Sessions.parse(name);
            client = name;
        }
        return session > 0;
    }

    private void take(CommandFrame frame, long now, List<Write> writes,
            List<Runnable> refused) {
        var sequence = frame.seq();
        var pending = new PendingCommand(this, sequence, now);
        var objection = desk.objection(frame.user(), frame.json().length());
        if (objection == null && (sequence < 1 || sequence > RequestId.InSession.MAX_SEQ)) {
            objection = new Answer.Refused(Trouble.BAD_COMMAND,
                    "seq: commands of a session are numbered from 1 to "
                            + RequestId.InSession.MAX_SEQ + ".");
        }
        if (objection == null && (frame.ackedBelow() < 0
                || frame.ackedBelow() > RequestId.InSession.MAX_SEQ)) {
            objection = new Answer.Refused(Trouble.BAD_COMMAND,
                    "acked_below: this is a number from 0 to " + RequestId.InSession.MAX_SEQ
                            + ".");
        }
        if (objection != null) {
            var why = objection;
            refused.add(() -> pending.refuse(why));
            return;
        }
        var id = new RequestId.InSession(session, sequence,
                Math.min(frame.ackedBelow(), sequence));
        writes.add(new Write(new Request(id, frame.user(), frame.json()), pending));
    }

    /** Asks for the next frame, if one is owed and there is room. */
    private void askForMore() {
        if (underWay.get() < MAX_UNDER_WAY && paused.compareAndSet(true, false)) {
            out.request(1);
        }
    }

    /** Takes an answer; any thread. */
    void finished(PendingCommand command) {
        PendingCommand head;
        do {
            head = ready.get();
            command.next(head);
        } while (!ready.compareAndSet(head, command));
        if (head == null) {
            pump.schedule(drain);
        }
    }

    @Override
    public void onCompleted() {
        clientIsDone = true;
        pump.schedule(drain);
    }

    @Override
    public void onError(Throwable failure) {
        gone();
    }

    /** Ends the stream for a reason, once. */
    void end(StatusRuntimeException why) {
        endWith = why;
        pump.schedule(drain);
    }

    private void gone() {
        if (!ended) {
            ended = true;
            whenEnded.run();
        }
    }

    /** Sends the answers that are ready, on the pump's thread. */
    private void drain() {
        collect();
        if (ended) {
            outbox.clear();
            return;
        }
        while (!outbox.isEmpty() && out.isReady()) {
            send();
        }
        askForMore();
        var why = endWith;
        if (why == null && deposed && underWay.get() == 0) {
            why = GrpcStatuses.notLeader(desk.leader());
        }
        if (why != null) {
            gone();
            out.onError(why);
        } else if (clientIsDone && underWay.get() == 0) {
            gone();
            out.onCompleted();
        }
    }

    private void collect() {
        PendingCommand reversed = null;
        for (var each = ready.getAndSet(null); each != null;) {
            var older = each.next();
            each.next(reversed);
            reversed = each;
            each = older;
        }
        for (var each = reversed; each != null;) {
            outbox.add(each);
            var newer = each.next();
            each.next(null);
            each = newer;
        }
    }

    private void send() {
        frame.begin(client);
        var now = System.nanoTime();
        while (!outbox.isEmpty() && frame.length() < FRAME_BYTES) {
            var command = outbox.remove();
            var answer = command.answer(desk, now);
            frame.add(command.sequence(), answer.json(), GrpcStatuses.disposition(answer),
                    answer instanceof Answer.TryLater later ? later.after().toMillis() : 0);
            if (answer instanceof Answer.Redirect redirect) {
                deposed = true;
                redirect.leader().ifPresent(leader -> frame.leader(leader.client()));
            }
        }
        out.onNext(frame.toBytes());
        underWay.addAndGet(-frame.count());
    }
}
