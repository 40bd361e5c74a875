package dev.gavel.server.grpc;

import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Write;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.Trouble;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.ReplyFrame;
import dev.gavel.wire.v1.SubmitFrame;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One stream of commands. Frames come in on a network thread and go straight to replication; answers
 * are put aside by the replica's thread without a lock, and {@link ReplyPump}'s thread sends all that
 * are ready as one frame. Beyond a bound of commands under way no further frame is asked for, so that a
 * client that does not read its answers is stopped by flow control.
 *
 * @see "docs/adr/0022-frames.md"
 */
final class SubmitStream implements StreamObserver<SubmitFrame> {

    /** Commands in one frame at most. */
    static final int MAX_COMMANDS_PER_FRAME = 8_192;
    /** Commands under way above which no further frame is asked for. */
    private static final int MAX_UNDER_WAY = 16_384;
    /** A frame of answers is sent once it is this long; well below what a client takes. */
    private static final int FRAME_BYTES = 1 << 20;

    private final AuctionDesk desk;
    private final ReplyPump pump;
    private final ServerCallStreamObserver<ReplyFrame> out;
    private final Runnable whenEnded;
    private final AtomicReference<@Nullable PendingCommand> ready = new AtomicReference<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private volatile boolean clientIsDone;
    private volatile @Nullable StatusRuntimeException endWith;
    private volatile boolean ended;

    /** Of the pump's thread. */
    private final ArrayDeque<PendingCommand> outbox = new ArrayDeque<>();
    private boolean deposed;

    private String client = "";
    private long session;

    SubmitStream(AuctionDesk desk, ReplyPump pump, ServerCallStreamObserver<ReplyFrame> out,
            Runnable whenEnded) {
        this.desk = desk;
        this.pump = pump;
        this.out = out;
        this.whenEnded = whenEnded;
        out.disableAutoRequest();
        out.setOnReadyHandler(() -> pump.schedule(drain));
        out.setOnCancelHandler(this::gone);
        out.request(1);
    }

    @Override
    public void onNext(SubmitFrame frame) {
        var count = frame.getCommandsCount();
        if (count > MAX_COMMANDS_PER_FRAME) {
            end(GrpcStatuses.invalid("a frame has at most " + MAX_COMMANDS_PER_FRAME
                    + " commands; this one has " + count));
            return;
        }
        if (!readSession(frame.getClient())) {
            end(GrpcStatuses.invalid("client: not a session as OpenSession gives them"));
            return;
        }
        underWay.addAndGet(count);
        var now = System.nanoTime();
        var writes = new ArrayList<Write>(count);
        for (var n = 0; n < count; n++) {
            take(frame.getCommands(n), frame.getAckedBelow(), now, writes);
        }
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

    private void take(Command command, long ackedBelow, long now, List<Write> writes) {
        var sequence = command.getSeq();
        var pending = new PendingCommand(this, sequence, now);
        var objection = desk.objection(command.getUser(), command.getJson().size());
        if (objection == null && (sequence < 1 || ackedBelow < 0)) {
            objection = new Answer.Refused(Trouble.BAD_COMMAND,
                    "seq: commands of a session are numbered from 1.");
        }
        if (objection != null) {
            pending.refuse(objection);
            return;
        }
        var id = new RequestId.InSession(session, sequence, Math.min(ackedBelow, sequence));
        writes.add(new Write(
                new Request(id, command.getUser(), WireBytes.of(command.getJson())), pending));
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

    /** Sends what is ready; on the pump's thread. */
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
        var frame = ReplyFrame.newBuilder().setClient(client);
        var bytes = 0;
        var count = 0;
        while (!outbox.isEmpty() && bytes < FRAME_BYTES) {
            var command = outbox.remove();
            var answer = command.answer(desk);
            var outcome = Outcome.newBuilder()
                    .setSeq(command.sequence())
                    .setDisposition(GrpcStatuses.disposition(answer))
                    .setJson(WireBytes.of(answer.json()));
            if (answer instanceof Answer.TryLater later) {
                outcome.setRetryAfterMillis((int) later.after().toMillis());
            } else if (answer instanceof Answer.Redirect redirect) {
                deposed = true;
                redirect.leader().ifPresent(leader -> frame.setLeader(leader.client()));
            }
            bytes += outcome.getJson().size() + 16;
            frame.addOutcomes(outcome);
            count++;
        }
        out.onNext(frame.build());
        underWay.addAndGet(-count);
    }
}
