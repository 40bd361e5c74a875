package dev.gavel.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.cli.servers.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

class DemoControlTest {

    private static final String PAGE = "http://127.0.0.1:8080";

    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final DemoControl control;

    DemoControlTest() throws IOException {
        control = DemoControl.open(Set.of(PAGE), () -> Http.JSON.createObjectNode().put("lost", 0),
                orders::add);
    }

    @BeforeEach
    void nothingWasOrdered() {
        assertThat(orders).isEmpty();
    }

    @AfterEach
    void close() {
        control.close();
        http.close();
    }

    @Test
    void ordersWhatItsOwnPageAsksFor() throws Exception {
        var answer = post("/demo/servers/3/kill", PAGE);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(orders).containsExactly("kill 3");
        assertThat(send(request("/demo", PAGE).GET()).body()).isEqualTo("{\"lost\":0}");
    }

    @Test
    void refusesPagesOfOthers() throws Exception {
        var answer = post("/demo/servers/3/kill", "http://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(orders).isEmpty();
    }

    @Test
    void knowsNoOtherOrders() throws Exception {
        assertThat(post("/demo/servers/3/format", PAGE).statusCode()).isEqualTo(404);
        assertThat(post("/demo/servers/x/kill", PAGE).statusCode()).isEqualTo(404);
        assertThat(send(request("/demo/servers/3/kill", PAGE).GET()).statusCode()).isEqualTo(404);
        assertThat(orders).isEmpty();
    }

    private HttpResponse<String> post(String path, String origin) throws Exception {
        return send(request(path, origin).POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, String origin) {
        return HttpRequest.newBuilder(URI.create(control.origin() + path))
                .header("Origin", origin);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
