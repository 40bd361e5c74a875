package dev.gavel.server.http;

import dev.gavel.raft.Bytes;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.OutcomeHead;
import dev.gavel.server.desk.OutcomeJson;
import dev.gavel.server.desk.ReadAnswer;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.util.stream.Stream;

/** Writes answers: status, headers and body, the same way for every path. */
final class Responses {

    static final String INDEX = "Gavel-Index";
    static final String KEY = "Idempotency-Key";
    static final String LEADER = "Gavel-Leader";
    static final String RETRY_AFTER = "Retry-After";
    private static final String JSON = "application/json";

    private Responses() {}

    static void send(Context context, int status, Bytes json, long index) {
        context.status(status)
                .contentType(JSON)
                .header(INDEX, Long.toString(index))
                .header("Cache-Control", "no-store");
        if (status == 429 || status >= 503) {
            if (context.res().getHeader(RETRY_AFTER) == null) {
                context.header(RETRY_AFTER, "1");
            }
        }
        context.result(json.toArray());
    }

    static void send(Context context, ReadAnswer answer) {
        send(context, answer.status(), withHint(answer), answer.index());
    }

    /** The answer with a hint for a caller over HTTP, if no majority confirms a read. */
    private static Bytes withHint(ReadAnswer answer) {
        if (answer.status() != 503) {
            return answer.json();
        }
        var head = OutcomeHead.of(answer.json());
        return Stream.of(Trouble.NO_MAJORITY, Trouble.NO_LEADER)
                .filter(trouble -> trouble.name().equals(head.code()))
                .findFirst()
                .map(trouble -> OutcomeJson.of(trouble, OutcomeJson.message(answer.json())
                        + " Ask again, or with consistency=local for what this server has."))
                .orElse(answer.json());
    }

    /**
     * Sends the answer to a write; {@code applied} is the index to name if the answer has none.
     */
    static void send(Context context, Answer answer, long applied) {
        var index = applied;
        switch (answer) {
            case Answer.Replied replied -> {
                var given = replied.index() > 0 ? replied.index()
                        : OutcomeHead.of(replied.reply()).index();
                index = given > 0 ? given : applied;
            }
            case Answer.TryLater later -> context.header(RETRY_AFTER,
                    Long.toString(Math.max(1, (later.after().toMillis() + 999) / 1000)));
            case Answer.Redirect redirect -> redirect.leader()
                    .ifPresent(leader -> context.header(LEADER, leader.http()));
            case Answer.Refused refused -> {
            }
            case Answer.OutcomeUnknown unknown -> {
            }
        }
        send(context, HttpStatuses.of(answer), answer.json(), index);
    }

    static void send(Context context, Trouble trouble, String sentence, long applied) {
        if (trouble == Trouble.UNAUTHENTICATED) {
            context.header("WWW-Authenticate", "Gavel-User");
        }
        send(context, HttpStatuses.of(trouble), OutcomeJson.of(trouble, sentence), applied);
    }
}
