package dev.gavel.server.http;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.server.TestHouse;

import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads an event stream as a browser would. */
public final class SseReader implements AutoCloseable {

    /** One event as it was dispatched. */
    public record Event(String id, String type, JsonNode json) {}

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread reader;
    private volatile String position = "";
    private volatile String type = "message";
    private volatile String data = "";

    private SseReader(TestHouse house, String path, String... headers) {
        reader = Thread.ofVirtual().start(() -> {
            try {
                var response = house.http()
                        .send(
                                house.request(path, headers)
                                        .timeout(Duration.ofMinutes(5))
                                        .header("Accept", "text/event-stream")
                                        .GET()
                                        .build(),
                                BodyHandlers.ofLines());
                if (response.statusCode() != 200) {
                    throw new AssertionError("status " + response.statusCode() + ": "
                            + response.body().toList());
                }
                response.body().forEach(this::line);
                ended.complete(null);
            } catch (Exception | AssertionError e) {
                ended.completeExceptionally(e);
            }
        });
    }

    /** Begins to read. */
    public static SseReader open(TestHouse house, String path, String... headers) {
        var opened = new SseReader(house, path, headers);
        return opened;
    }

    private void line(String line) {
        if (line.isEmpty()) {
            if (!data.isEmpty()) {
                events.add(new Event(position, type, TestHouse.json(data)));
            }
            type = "message";
            data = "";
        } else if (line.startsWith("id: ")) {
            position = line.substring(4);
        } else if (line.startsWith("event: ")) {
            type = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        }
    }

    /** Waits for {@code count} events of a type and makes sure that no more are there. */
    public List<Event> awaitOfType(String wanted, int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> ended.isCompletedExceptionally() || ofType(wanted).size() >= count);
        if (ended.isCompletedExceptionally()) {
            ended.join();
        }
        var found = ofType(wanted);
        if (found.size() > count) {
            throw new AssertionError("more than " + count + ": " + found);
        }
        return found;
    }

    /** All events so far, in the order they came. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    private List<Event> ofType(String wanted) {
        return new ArrayList<>(
                events.stream().filter(event -> event.type().equals(wanted)).toList());
    }

    /** The last position that was told. */
    public String awaitPosition() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ended.isCompletedExceptionally() || !position.isEmpty());
        if (ended.isCompletedExceptionally()) {
            ended.join();
        }
        return position;
    }

    /** Waits until the server has ended the stream. */
    public void awaitEnd(Duration within) {
        await().atMost(within).until(ended::isDone);
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
