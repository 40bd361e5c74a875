package dev.gavel.sellerrun.page;

import dev.gavel.client.UnansweredException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Where the servers of the house are reached over HTTP, and which of them is asked at the moment. */
final class HouseServers implements AutoCloseable {

    /** Members come and go now and then. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Asks one of them where all are. */
    interface Source {
        SortedMap<Integer, String> ask() throws InterruptedException, UnansweredException;
    }

    private final Source source;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gavel-web-servers").factory());
    private volatile SortedMap<Integer, URI> known = Collections.emptySortedMap();
    private volatile int current = -1;

    /** None is known yet. */
    HouseServers(Source source) {
        this.source = source;
    }

    /** Asks now, and from then on again and again. */
    void look() {
        var next = LOOK_EVERY;
        try {
            learn(source.ask());
        } catch (UnansweredException e) {
            next = LOOK_AGAIN;
        } catch (InterruptedException e) {
            return; // the program ends
        }
        if (!looks.isShutdown()) {
            var unused = looks.schedule(this::look, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void learn(SortedMap<Integer, String> addresses) {
        var found = new TreeMap<Integer, URI>();
        addresses.forEach((id, address) -> {
            if (!address.isEmpty()) {
                found.put(id, URI.create("http://" + address));
            }
        });
        if (!found.isEmpty()) {
            known = Collections.unmodifiableSortedMap(found);
        }
    }

    /** Whether any is known. */
    boolean areKnown() {
        return !known.isEmpty();
    }

    /** Where this one is reached; empty where there is none of that id. */
    Optional<URI> at(int id) {
        return Optional.ofNullable(known.get(id));
    }

    /** All, the one that is asked at the moment first. */
    List<Integer> order() {
        var now = known;
        var ids = new ArrayList<>(now.tailMap(current).keySet());
        ids.addAll(now.headMap(current).keySet());
        return ids;
    }

    /** Moves on from a server that does not answer, unless that is done already. */
    void leave(int failed) {
        var order = order();
        if (order.size() > 1 && order.getFirst() == failed) {
            current = order.get(1);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
