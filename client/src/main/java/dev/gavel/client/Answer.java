package dev.gavel.client;

/**
 * What a query found.
 *
 * @param status 200, or what HTTP would say: 400, 403, 404; 503 where no server could tell
 * @param json the view, or the outcome that says why there is none
 * @param index log index it is true at, 0 where there is none
 */
public record Answer(int status, JsonObject json, long index) {

    /** Whether {@link #json} is what was asked for. */
    public boolean found() {
        return status == 200;
    }

    /** Why there is no view, as an outcome. */
    public Outcome refusal() {
        return Outcome.of(json);
    }
}
