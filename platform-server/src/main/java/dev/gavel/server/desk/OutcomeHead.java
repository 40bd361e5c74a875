package dev.gavel.server.desk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Reply;
import dev.gavel.server.replica.AuctionReply;

import java.io.IOException;

/**
 * The part of an outcome that an edge has to know. The outcome may come as bytes from another
 * server or a snapshot.
 *
 * @param status {@code success}, {@code fail} or {@code exception}
 * @param code the reason; of no meaning on success
 * @param index log index it was given at; 0 if it is in no log
 */
public record OutcomeHead(String status, String code, long index) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The head of an answer of the house, without encoding an answer that was made here. */
    public static OutcomeHead of(Reply reply) {
        return reply instanceof AuctionReply own
                ? new OutcomeHead(own.isSuccess() ? "success" : "fail", own.code(), own.index())
                : of(reply.bytes());
    }

    /** The head of the outcome in {@code json}; an exception without a code if it is none. */
    public static OutcomeHead of(Bytes json) {
        var status = "exception";
        var code = "";
        var index = 0L;
        try (var parser = JSON.createParser(json.array(), json.offset(), json.length())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (var name = parser.nextFieldName(); name != null; name = parser
                        .nextFieldName()) {
                    parser.nextToken();
                    switch (name) {
                        case "status" -> status = parser.getText();
                        case "code" -> code = parser.getText();
                        case "index" -> index = parser.getValueAsLong();
                        default -> parser.skipChildren();
                    }
                }
            }
        } catch (IOException notAnOutcome) {
            return new OutcomeHead("exception", "", 0);
        }
        return new OutcomeHead(status, code, index);
    }

    /** Whether the house said yes. */
    public boolean isSuccess() {
        return status.equals("success");
    }
}
