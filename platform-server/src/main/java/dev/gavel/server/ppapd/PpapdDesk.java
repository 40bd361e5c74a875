package dev.gavel.server.ppapd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.UserName;
import dev.gavel.server.desk.AuctionDesk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * PPAPD's operations. Each first reads the present state, so that it can be refused in PPAPD's
 * words, and then gives our command, which decides. It waits for its answers, so call it from a
 * thread that may.
 */
public final class PpapdDesk {

    /** The discard port on the asking program's own machine; nothing listens there. */
    private static final String NOBODY_THERE = "127.0.0.1:9";
    private static final Pattern HOST_AND_PORT = Pattern
            .compile("\\S+:[1-9][0-9]{0,4}");

    /** Highest base price, in minor units: 1,000,000.00. */
    private static final long BASE_PRICE_MAX = 100_000_000;
    /** Highest increment, in minor units: 100,000.00. */
    private static final long INCREMENT_MAX = 10_000_000;

    /**
     * Longest list, in bytes: gRPC's clients take 4 MiB in one message. Of more auctions the oldest
     * are left out.
     */
    private static final int LIST_BYTES_MAX = 3_500_000;

    private final Door door;
    private final Names names = new Names();
    private final Answered answered = new Answered();

    /** The operations on this desk. */
    public PpapdDesk(AuctionDesk desk) {
        door = new Door(desk);
    }

    /** Whether this server leads, so that it is worth asking. */
    public boolean leads() {
        return door.leads();
    }

    /** The answer to one request. */
    public Served serve(String json) {
        try {
            return leads() ? operation(Asked.parse(json)) : Served.ELSEWHERE;
        } catch (Refused no) {
            return Served.no(no.sentence());
        } catch (Elsewhere ask) {
            return Served.ELSEWHERE;
        }
    }

    private Served operation(Asked asked) throws Refused, Elsewhere {
        return switch (asked.text("op", Limits.SHORT_TEXT_CHARS_MAX)) {
            case "LOGIN" -> login(asked);
            case "GET_USER_ADDRESS" -> address(asked);
            case "BUYER_FETCH_AUCTIONS", "SELLER_FETCH_AUCTIONS" -> fetch(asked);
            case "BUYER_JOIN_AUCTION" -> join(asked);
            case "BUYER_QUIT_AUCTION" -> quit(asked);
            case "SELLER_CREATE_AUCTION" -> create(asked);
            case "SELLER_START_AUCTION" -> start(asked);
            case "SELLER_UPDATE_AUCTION" -> update(asked);
            case "SELLER_FINISH_AUCTION" -> finish(asked);
            default -> throw new Refused("op: there is no operation of that name.");
        };
    }

    private Served login(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        var command = command("register").put("address",
                asked.text("address", Limits.SHORT_TEXT_CHARS_MAX));
        var name = asked.name("username");
        if (!Names.isPlain(name)) {
            command.put("displayName", name);
        }
        door.write(user, command).orRefused();
        return Served.yes("Login successful.");
    }

    /**
     * The address of a user. PPAPD's seller cannot start while one of the buyers has no address,
     * and anybody can join from another entrance without one. Such a user is said to be at an
     * address that nobody answers. So the user is taken out in the first round, like any buyer
     * whose program is gone.
     */
    private Served address(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        var address = known(user, asked.name("username")).path("address").asText("");
        return Served.yes(HOST_AND_PORT.matcher(address).matches() ? address : NOBODY_THERE);
    }

    private Served fetch(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        return Served.yes(newest(objects(user)), () -> {});
    }

    private List<ObjectNode> objects(UserName user) throws Refused, Elsewhere {
        var objects = new ArrayList<ObjectNode>();
        var after = Optional.of("0");
        while (after.isPresent()) {
            var page = door.read(Optional.of(user), Door.object()
                    .put("query", "auctions")
                    .put("format", "clock")
                    .put("limit", Limits.PAGE_ROWS_MAX)
                    .put("after", after.get())).orElseThrow(Elsewhere::new);
            for (var view : page.path("auctions")) {
                if (AuctionObject.isOne(view)) {
                    objects.add(new AuctionObject(view).toJson(user, this::shown));
                }
            }
            after = Optional.ofNullable(page.get("next")).map(JsonNode::asText);
        }
        return objects;
    }

    private static ArrayNode newest(List<ObjectNode> objects) {
        var kept = new ArrayList<ObjectNode>();
        var bytes = 0L;
        for (var i = objects.size() - 1; i >= 0; i--) {
            bytes += objects.get(i).toString().getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > LIST_BYTES_MAX) {
                break;
            }
            kept.add(objects.get(i));
        }
        Collections.reverse(kept);
        return Door.object().putArray("auctions").addAll(kept);
    }

    private Served join(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        var id = asked.auction();
        var auction = beforeStart(id, user);
        if (auction.hasBuyer(user)) {
            return Served.yes("User " + asked.name("username") + " already in auction " + id + ".");
        }
        door.write(user, about("join", id)).orRefused();
        return Served.yes("Added user " + asked.name("username") + " to auction " + id + ".");
    }

    private Served quit(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        var id = asked.auction();
        var auction = beforeStart(id, user);
        if (!auction.hasBuyer(user)) {
            throw new Refused(
                    "User " + asked.name("username") + " not in auction " + id + " yet.");
        }
        door.write(user, about("leave", id)).orRefused();
        return Served.yes("User " + asked.name("username") + " has quit auction " + id + ".");
    }

    /**
     * Creates an auction, once for the same content. The key is made of the content, so that a
     * retry at the next leader gets the first answer. {@link Answered} tells whether it is a retry,
     * or a repeat to be refused.
     */
    private Served create(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("seller_username");
        known(user, asked.name("seller_username"));
        var command = command("create").put("name", asked.name("auction_name"))
                .put("itemName", asked.name("item_name"))
                .put("itemDescription",
                        asked.text("item_description", Limits.DESCRIPTION_CHARS_MAX))
                .put("format", "clock")
                .put("runBy", "seller")
                .put("currency", "USD")
                .put("start", asked.number("base_price", 0, BASE_PRICE_MAX))
                .put("step", asked.number("increment", 1, INCREMENT_MAX))
                .put("periodMillis", asked.number("price_increment_period",
                        Limits.PERIOD_MILLIS_MIN, Limits.PERIOD_MILLIS_MAX))
                .put("unique", true);
        var key = "ppapd-create-" + Names.hash(user + "\n" + command);
        var outcome = door.write(user, key, command);
        var code = outcome.json().path("code").asText();
        if (code.equals("DUPLICATE_AUCTION")
                || (outcome.isSuccess() && outcome.isRepeated()
                        && !answered.mayBeLost(key, sinceMillis(outcome.json().path("at"))))) {
            throw new Refused("Auction requested fully matches a previous auction. "
                    + "Auction already exists.");
        }
        outcome.orRefused();
        return Served.yes(TextNode.valueOf("Auction " + outcome.json().path("auction").asText()
                + " successfully created."), () -> answered.add(key));
    }

    private Served start(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        var id = asked.auction();
        var auction = owned(id, user);
        var key = "start " + id;
        if (auction.isFinished()) {
            throw new Refused("Auction " + id + " has already finished.");
        }
        if (auction.isStarted()
                && !answered.mayBeLost(key, sinceMillis(TextNode.valueOf(auction.openedAt())))) {
            return Served.yes("Auction " + id + " has already started.");
        }
        if (!auction.hasBuyers()) {
            throw new Refused("Auction does not have any buyer.");
        }
        door.write(user, about("open", id)).orRefused();
        return Served.yes(found(id, user).toJson(user, this::shown), () -> answered.add(key));
    }

    private Served update(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        var id = asked.auction();
        if (!owned(id, user).isOpen()) {
            throw new Refused("Auction " + id + " has already finished or not started yet.");
        }
        door.write(user, report(asked, id)).orRefused();
        return Served.yes("Auction " + id + " successfully updated.");
    }

    private Served finish(Asked asked) throws Refused, Elsewhere {
        var user = asked.user("username");
        known(user, asked.name("username"));
        var id = asked.auction();
        var auction = owned(id, user);
        var winner = asked.winner("winner_username");
        if (auction.isFinished()) {
            if (winner.isPresent() && !winner.get().value().equals(auction.winner())) {
                throw new Refused("Auction " + id + " has already finished, otherwise.");
            }
            return Served.yes("Auction " + id + " has already finished.");
        }
        var command = winner.isEmpty() ? about("close", id)
                : report(asked, id).put("finished", true).put("winner", winner.get().value());
        door.write(user, command).orRefused();
        return Served.yes("Auction " + id + " successfully finished.");
    }

    /** The report of the seller's program. Before its first round it says -1. */
    private static ObjectNode report(Asked asked, AuctionId id) throws Refused {
        var report = about("update", id)
                .put("round", Math.max(0, asked.number("round_id", -1, Integer.MAX_VALUE)))
                .put("price", asked.number("current_price", 0, Limits.AMOUNT_MAX));
        var marks = report.putObject("participants");
        asked.buyers().forEach((name, isActive) -> marks.put(name.value(), isActive));
        return report;
    }

    private JsonNode known(UserName user, String said) throws Refused, Elsewhere {
        return door.read(Optional.empty(), user(user.value()))
                .orElseThrow(() -> new Refused("User " + said + " does not exist."));
    }

    private AuctionObject found(AuctionId id, UserName by) throws Refused, Elsewhere {
        var view = door.read(Optional.of(by),
                Door.object().put("query", "auction").put("auction", id.toString()))
                .orElseThrow(() -> new Refused("Auction " + id + " does not exist."));
        if (!AuctionObject.isOne(view)) {
            throw new Refused("Auction " + id + " is not run by its seller's program.");
        }
        return new AuctionObject(view);
    }

    private AuctionObject owned(AuctionId id, UserName by) throws Refused, Elsewhere {
        var auction = found(id, by);
        if (!auction.isOwnedBy(by)) {
            throw new Refused("Only its seller, " + shown(auction.seller()) + ", may do that.");
        }
        return auction;
    }

    private AuctionObject beforeStart(AuctionId id, UserName by) throws Refused, Elsewhere {
        var auction = found(id, by);
        if (auction.isStarted() || auction.isFinished()) {
            throw new Refused("Auction " + id + " has started or finished.");
        }
        return auction;
    }

    private String shown(String inHouse) throws Elsewhere {
        return names.shown(inHouse, name -> door.read(Optional.empty(), user(name))
                .map(user -> user.path("displayName").asText("")));
    }

    private static ObjectNode user(String name) {
        return Door.object().put("query", "user").put("name", name);
    }

    private static ObjectNode command(String op) {
        return Door.object().put("op", op);
    }

    private static ObjectNode about(String op, AuctionId id) {
        return command(op).put("auction", id.toString());
    }

    private static long sinceMillis(JsonNode time) {
        return System.currentTimeMillis() - Instant.parse(time.asText()).toEpochMilli();
    }
}
