package dev.gavel.server.http;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Query;
import dev.gavel.raft.Bytes;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.DeskLimits;
import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.desk.OutcomeHead;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code POST /v1/commands}. */
final class CommandHandler {

    private static final String DRY_RUN = "dryRun";
    static final String NO_FORWARD = "Gavel-No-Forward";

    private final AuctionDesk desk;
    private final Bodies bodies;

    CommandHandler(AuctionDesk desk, Bodies bodies) {
        this.desk = desk;
        this.bodies = bodies;
    }

    void post(Context context) {
        Parameters.only(context, Set.of(DRY_RUN, Parameters.CONSISTENCY));
        if (Parameters.flag(context, DRY_RUN)) {
            dryRun(context);
            return;
        }
        if (Parameters.value(context, Parameters.CONSISTENCY) != null) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, Parameters.CONSISTENCY
                    + ": only with dryRun=true, since a command that changes something always takes"
                    + " a majority.");
        }
        var user = Callers.required(context);
        var key = key(context);
        context.header(Responses.KEY, key);
        var command = command(context);
        var answer = desk.execute(user.value(), key, command,
                isNotToForward(context) ? Forwarding.NEVER : Forwarding.ALLOWED,
                desk.limits().requestTimeout()).join();
        Responses.send(context,
                answer instanceof Answer.TryLater later && context.header(Responses.KEY) != null
                        ? later.underAKey()
                        : answer,
                desk.appliedIndex());
    }

    /**
     * Answers with the outcome that the command would have, and its status; nothing is done or
     * remembered.
     */
    private void dryRun(Context context) {
        var user = Callers.required(context);
        var command = command(context);
        var consistency = Parameters.consistency(context);
        if (QueryHandler.isToGoElsewhere(desk, context, consistency)) {
            return;
        }
        var query = new Query.DryRun(MessageCodec.decodeCommand(command.array(),
                command.offset(), command.length()));
        var answer = desk.query(query, consistency, Optional.of(user)).join();
        if (answer.status() != 200) {
            Responses.send(context, answer);
            return;
        }
        Responses.send(context, HttpStatuses.of(OutcomeHead.of(answer.json())), answer.json(),
                answer.index());
    }

    private Bytes command(Context context) {
        var command = bodies.json(context, desk.limits().maxCommandBytes());
        if (command.length() == 0) {
            throw new HttpTrouble(Trouble.BAD_COMMAND,
                    "The body is empty; it is to be one command, "
                            + "as {\"op\":\"bid\",\"auction\":\"1\",\"amount\":12500}.");
        }
        return command;
    }

    static boolean isNotToForward(Context context) {
        return "true".equalsIgnoreCase(context.header(NO_FORWARD));
    }

    private static String key(Context context) {
        var given = context.header(Responses.KEY);
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (!AuctionDesk.isKey(given)) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, Responses.KEY + ": a key has 1 to "
                    + DeskLimits.MAX_KEY_CHARS + " visible ASCII characters.");
        }
        return given;
    }
}
