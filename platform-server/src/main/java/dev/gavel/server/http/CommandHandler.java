package dev.gavel.server.http;

import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.DeskLimits;
import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.util.UUID;

/** {@code POST /v1/commands}. */
final class CommandHandler {

    private static final String NO_FORWARD = "Gavel-No-Forward";

    private final AuctionDesk desk;

    CommandHandler(AuctionDesk desk) {
        this.desk = desk;
    }

    void post(Context context) {
        Parameters.none(context);
        var key = key(context);
        context.header(Responses.KEY, key);
        var user = Callers.required(context);
        var command = Bodies.json(context, desk.limits().maxCommandBytes());
        if (command.length() == 0) {
            throw new HttpTrouble(Trouble.BAD_COMMAND,
                    "The body is empty; it is to be one command, "
                            + "as {\"op\":\"bid\",\"auction\":\"1\",\"amount\":12500}.");
        }
        var answer = desk.execute(user.value(), key, command,
                isNotToForward(context) ? Forwarding.NEVER : Forwarding.ALLOWED,
                desk.limits().requestTimeout()).join();
        Responses.send(context, answer, desk.appliedIndex());
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
