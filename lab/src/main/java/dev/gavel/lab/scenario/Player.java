package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.servers.DevCluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Somebody in a story: asks servers under a name, and is seen doing so. For one thread. */
final class Player {

    private final String name;
    private final House house;
    private final Sight sight;

    /** Draws the tries: of those that failed the first at each server, since there may be many. */
    private static final class Sight implements House.Observer {
        private final String name;
        private final DevCluster cluster;
        private final Timeline timeline;
        private final Set<String> failed = new HashSet<>();
        private String what = "";

        Sight(String name, DevCluster cluster, Timeline timeline) {
            this.name = name;
            this.cluster = cluster;
            this.timeline = timeline;
        }

        void begin(String request) {
            what = request;
            failed.clear();
        }

        private int id(String address) {
            return cluster.ids()
                    .stream()
                    .filter(id -> cluster.address(id).http().equals(address))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void asked(String address) {
            if (!failed.contains(address)) {
                timeline.request(name, id(address), what);
            }
        }

        @Override
        public void answered(String address, int status, JsonNode body) {
            if (status < 500 && status != 429) {
                var code = body.path("code").asText("");
                timeline.answer(id(address), name, code.isEmpty() ? Stage.standing(body)
                        : body.path("status").asText() + (code.equals("OK") ? "" : " " + code));
            } else if (failed.add(address)) {
                timeline.answer(id(address), name, "cannot tell now, ask another");
            }
        }

        @Override
        public void silent(String address) {
            if (failed.add(address)) {
                timeline.note(name + " gets no answer from server " + id(address));
            }
        }
    }

    Player(String name, DevCluster cluster, List<Integer> servers, Timeline timeline) {
        this.name = name;
        this.sight = new Sight(name, cluster, timeline);
        this.house = new House(servers.stream().map(id -> cluster.address(id).http()).toList(),
                sight);
    }

    String name() {
        return name;
    }

    /** Has a command done, however often it must be sent. */
    JsonNode does(String what, ObjectNode command) {
        return does(what, command, UUID.randomUUID().toString());
    }

    /** As the other, under a key: a repeat gets the first answer. */
    JsonNode does(String what, ObjectNode command, String key) {
        sight.begin(what);
        return house.command(name, command, key);
    }

    /** Bids. */
    JsonNode bids(String auction, long amount) {
        return does("bid " + Stage.amount(amount), bid(auction, amount));
    }

    static ObjectNode bid(String auction, long amount) {
        return House.op("bid").put("auction", auction).put("amount", amount);
    }

    /** Asks how an auction stands; no answer is older than the question. */
    JsonNode looksAt(String auction) {
        sight.begin("result?");
        return house.auction(auction);
    }

    /** Asks for the items of the catalogue. */
    JsonNode lists() {
        sight.begin("list");
        return house.items();
    }
}
