package dev.gavel.sellerrun.page;

import dev.gavel.client.UnansweredException;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where the servers of the house are reached over HTTP, and which of them is asked at the moment.
 */
final class HouseServers implements AutoCloseable {

    /** Asks one of them where all are. */
    interface Source {
        SortedMap<Integer, String> ask() throws InterruptedException, UnansweredException;
    }

    private final Source source;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gavel-web-servers").factory());
    private volatile SortedMap<Integer, URI> known = Collections.emptySortedMap();
    private volatile Roster<Integer, Roster.Line> roster = Roster.of(List.of());

    /** None is known yet. */
    HouseServers(Source source) {
        this.source = source;
    }

    /** Asks now, and from then on again and again. */
    void look() {
        var next = Pauses.LEARN_EVERY;
        try {
            learn(source.ask());
        } catch (UnansweredException e) {
            next = Pauses.LEARN_AFTER;
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
            if (!found.keySet().equals(known.keySet())) {
                roster = Roster.of(List.copyOf(found.keySet()));
            }
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

    /** How they fared, and which of them is asked first. */
    Roster<Integer, Roster.Line> roster() {
        return roster;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
