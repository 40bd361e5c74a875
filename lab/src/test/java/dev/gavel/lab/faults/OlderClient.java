package dev.gavel.lab.faults;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The client library of an older build, with all that it is made of, in this process. */
final class OlderClient implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final URLClassLoader loader;
    private final Object client;

    /** Of {@code build}, for the servers at these client addresses. */
    OlderClient(OlderBuild build, List<String> servers)
            throws IOException, ReflectiveOperationException {
        var urls = new ArrayList<URL>();
        for (Path jar : build.jars()) {
            urls.add(jar.toUri().toURL());
        }
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        var parse = type("ServerAddress").getMethod("parse", String.class);
        var addresses = new ArrayList<Object>();
        for (var server : servers) {
            addresses.add(parse.invoke(null, server));
        }
        var config = type("ClientConfig");
        var made = config.getMethod("withDeadline", Duration.class)
                .invoke(config.getMethod("of", List.class).invoke(null, addresses), DEADLINE);
        client = type("AuctionClient").getMethod("connect", config).invoke(null, made);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass("dev.gavel.client." + name);
    }

    /** Has a command done. */
    Outcome execute(String user, JsonObject command) {
        try {
            var asked = (CompletableFuture<?>) client.getClass()
                    .getMethod("executeAsync", String.class, byte[].class, String.class)
                    .invoke(client, user,
                            command.toString().getBytes(StandardCharsets.UTF_8),
                            UUID.randomUUID().toString());
            return Outcome.of(json(asked.join(), "json"));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }

    /** Tells {@code watcher} what happens to an auction from now on. */
    void follow(String user, String auction, Watcher watcher) throws ReflectiveOperationException {
        var handler = Proxy.newProxyInstance(loader, new Class<?>[]{type("EventHandler")},
                (proxy, method, told) -> {
                    switch (method.getName()) {
                        case "event" -> watcher.event(new HouseEvent(
                                FeedPosition.parse(told[0].getClass()
                                        .getMethod("position")
                                        .invoke(told[0])
                                        .toString()).orElseThrow(),
                                (String) told[0].getClass().getMethod("type").invoke(told[0]),
                                json(told[0], "json")));
                        case "reset" -> watcher.reset(new FeedPosition(0, 0), JsonObject.EMPTY);
                        default -> {
                            // how the connection stands
                        }
                    }
                    return null;
                });
        client.getClass()
                .getMethod("follow", String.class, Optional.class, Optional.class,
                        type("EventHandler"))
                .invoke(client, user, Optional.of(auction), Optional.empty(), handler);
    }

    private static JsonObject json(Object of, String accessor) throws ReflectiveOperationException {
        return JsonObject.parse(of.getClass()
                .getMethod(accessor)
                .invoke(of)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
        client.getClass().getMethod("close").invoke(client);
        loader.close();
    }
}
