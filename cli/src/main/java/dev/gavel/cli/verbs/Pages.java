package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;

/** The end of a page of results. */
final class Pages {
    private Pages() {}

    /** Says that there is nothing, or how to get the next page. */
    static int end(House house, JsonObject page, boolean empty, String nothing) {
        if (empty) {
            house.output().note(nothing);
        }
        page.text("next")
                .ifPresent(
                        cursor -> house.output().note("there are more: --after " + cursor));
        return ExitCodes.OK;
    }
}
