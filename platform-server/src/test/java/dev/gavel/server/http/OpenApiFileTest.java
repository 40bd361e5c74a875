package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The description of the interface is made: from the records, the routes and the sentences of
 * {@code openapi-texts.json}. With {@code -Dopenapi.rewrite=true} the file is written anew; the difference is then
 * reviewed as a change of what is promised.
 */
class OpenApiFileTest {

    private static final Path FILE = Path
            .of("src/main/resources/dev/gavel/server/http/openapi.json");

    @Test
    void isAsRecordsAndRoutesSay() throws IOException {
        var made = OpenApi.made();
        if (Boolean.getBoolean("openapi.rewrite")) {
            Files.writeString(FILE, made);
        }
        assertThat(Files.readString(FILE)).isEqualTo(made);
    }
}
