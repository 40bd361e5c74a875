package dev.gavel.auction.simulation;

import dev.gavel.auction.SellerKeys;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.format.secret.Commitments;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random commands as JSON: mostly sensible, some off, some garbage. */
final class CommandGenerator {

    private static final List<String> PEOPLE = List.of("ann", "bob", "cid", "dan", "eve", "fay");
    private static final List<String> SELLERS = List.of("sue", "tom", "ann");
    private static final List<String> OWNER_OPS = List.of("open", "open", "open", "pause",
            "resume", "resume", "close", "cancel", "acceptOffer", "refuseOffer");
    private static final List<String> GARBAGE = List.of("", "{", "[]", "null", "{\"op\":7}",
            "{\"op\":\"bid\"}", "{\"op\":\"bid\",\"auction\":\"1\",\"amount\":1e309}",
            "{\"op\":\"bid\",\"auction\":1,\"amount\":5}", "{\"op\":\"open\",\"op\":\"open\"}",
            "{\"op\":\"create\",\"name\":\"\\ud800\"}", "{\"op\":\"join\",\"auction\":\"01\"}");

    private final Random random;

    CommandGenerator(Random random) {
        this.random = random;
    }

    /** Who sends the next command. */
    String person() {
        return random.nextInt(50) == 0 ? pick(List.of("", " x", "zoe", "sue", "Ann",
                "\u0430nn", "a\u2800b", "Zo\u00eb")) : pick(PEOPLE);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** One step: who, and what. */
    Step next(HouseState house) {
        var open = house.auctions().size();
        if (open == 0 || random.nextInt(40) == 0) {
            return new Step(pick(SELLERS), create(house.timeMillis()));
        }
        var id = 1 + Math.max(0, open - 1 - random.nextLong(Math.min(open, 12)));
        var auction = house.auction(new AuctionId(id)).orElseThrow();
        if (auction.conditions().rounds().isRunBySeller() && random.nextInt(2) == 0) {
            return ofSellerRun(auction);
        }
        var dice = random.nextInt(100);
        if (dice < 56) {
            return new Step(person(), bid(auction));
        }
        if (dice < 60) {
            return new Step(auction.standing().isEmpty() ? person()
                    : auction.standing().leader().orElseThrow().value(), again(auction));
        }
        if (dice < 72) {
            return new Step(person(), special(auction));
        }
        if (dice < 79) {
            var who = random.nextInt(8) == 0 ? person() : auction.seller().value();
            return new Step(who, about(pick(OWNER_OPS), auction, ""));
        }
        if (dice < 84) {
            return new Step(person(), about("join", auction, ""));
        }
        if (dice < 88) {
            return new Step(person(), about("leave", auction, ""));
        }
        if (dice < 91) {
            return new Step(person(), about("retract", auction, ",\"reason\":\"r\""));
        }
        if (dice < 93) {
            return new Step(pick(SELLERS), "{\"op\":\"consign\",\"name\":\"item\""
                    + pick(List.of("", ",\"anyoneMayStart\":true,\"price\":50")) + "}");
        }
        if (dice < 95) {
            return new Step(pick(SELLERS), "{\"op\":\"withdrawItem\",\"item\":\""
                    + (1 + random.nextLong(house.items().size() + 1)) + "\"}");
        }
        return dice < 97
                ? new Step(person(), pick(List.of("{\"op\":\"register\",\"address\":\"a:1\"}",
                        "{\"op\":\"register\",\"displayName\":\" B ob \"}",
                        "{\"op\":\"register\",\"displayName\":\"\"}")))
                : new Step(person(), pick(GARBAGE));
    }

    private static String about(String op, Auction auction, String more) {
        return "{\"op\":\"" + op + "\",\"auction\":\"" + auction.id() + "\"" + more + "}";
    }

    private String bid(Auction auction) {
        if (auction.conditions().format() == FormatKind.YANKEE) {
            return about("bid", auction, ",\"amount\":"
                    + (Formats.of(auction).price(auction) + random.nextInt(20) - 4)
                    + ",\"quantity\":" + (1 + random.nextInt(5))
                    + pick(List.of("", "", ",\"allOrNothing\":true")));
        }
        var base = auction.standing().isEmpty() ? auction.conditions().start()
                : auction.standing().price();
        var sign = auction.conditions().format() == FormatKind.REVERSE ? -1L : 1L;
        var amount = Math.max(0, base + sign * (random.nextInt(40) - 4));
        var max = random.nextInt(3) == 0
                ? ",\"max\":" + (amount + sign * (random.nextInt(120) - 3))
                : "";
        var buyNow = auction.conditions().buyNow();
        if (buyNow.isPresent() && random.nextInt(20) == 0) {
            return about("bid", auction,
                    ",\"amount\":" + (buyNow.get().price() + random.nextInt(3) - 1)
                            + ",\"buy\":true");
        }
        return about("bid", auction, ",\"amount\":" + amount + max);
    }

    /** A leader sets another maximum, better or worse, or bids plainly. */
    private String again(Auction auction) {
        var sign = auction.conditions().format() == FormatKind.REVERSE ? -1L : 1L;
        var max = Math.max(1, (auction.standing().isEmpty() ? 50 : auction.standing().maximum())
                + sign * (random.nextInt(60) - 30));
        return about("bid", auction, ",\"amount\":" + max
                + pick(List.of("", ",\"max\":" + max)));
    }

    /** What only some formats know. */
    private String special(Auction auction) {
        var round = auction.phase() instanceof Phase.Open open
                ? open.round() + random.nextInt(20) / 19 - random.nextInt(20) / 19
                : 0;
        var nonce = "%064d".formatted(random.nextInt(2));
        var amount = 100 + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> about("confirm", auction, ",\"round\":" + round);
            case 1 -> about("accept", auction, ",\"quantity\":" + (1 + random.nextInt(3)));
            case 2 -> about("withdraw", auction, "");
            case 3 -> about("commit", auction, ",\"hash\":\"" + Commitments.hash(auction.id(),
                    new UserName(pick(PEOPLE)), amount, nonce) + "\"");
            case 4 -> about("reveal", auction,
                    ",\"amount\":" + amount + ",\"nonce\":\"" + nonce + "\"");
            default -> about("bid", auction, ",\"amount\":" + amount + ",\"quantity\":"
                    + (1 + random.nextInt(5)) + pick(List.of("", ",\"allOrNothing\":true")));
        };
    }

    /** Bidders join, the seller starts, and the seller's program reports; now and then wrongly. */
    private Step ofSellerRun(Auction auction) {
        var seller = auction.seller().value();
        if (!(auction.phase() instanceof Phase.Open open)) {
            return random.nextInt(4) > 0 ? new Step(person(), about("join", auction, ""))
                    : new Step(seller, about("open", auction, ""));
        }
        var round = open.round() + pick(List.of(0, 0, 1, 1, 1, 2, -1));
        var in = new ArrayList<UserName>();
        var out = new TreeSet<UserName>();
        auction.participants().forEach((name, participant) -> {
            if (participant.isActive()) {
                in.add(name);
            } else {
                out.add(name);
            }
        });
        var marks = "";
        if (in.size() > 1 && random.nextInt(3) == 0) {
            var leaver = in.remove(random.nextInt(in.size()));
            out.add(leaver);
            marks = ",\"participants\":{\"" + leaver + "\":false}";
        }
        var price = auction.risingPrice(round);
        var end = in.size() == 1 && random.nextInt(3) == 0
                ? ",\"finished\":true,\"winner\":\"" + in.get(0) + "\""
                : "";
        var signed = auction.conditions().rounds().seller().orElseThrow().key().isPresent()
                && round >= 0 ? signed(auction, round, out) : "";
        return new Step(random.nextInt(20) == 0 ? person() : seller, about("update", auction,
                ",\"round\":" + round + ",\"price\":" + (price + random.nextInt(30) / 29) + marks
                        + end + signed));
    }

    private String signed(Auction auction, int round, Set<UserName> out) {
        var at = 1_900_000_000_000L + random.nextInt(1_000);
        var names = out.stream().map(name -> "\"" + name + "\"").toList();
        var price = auction.risingPrice(round);
        return ",\"rounds\":[{\"round\":" + round + ",\"price\":" + price + ",\"at\":\""
                + Times.format(at) + "\",\"out\":[" + String.join(",", names)
                + "],\"signature\":\"" + SellerKeys.sign(random.nextInt(20) == 0 ? 2 : 1,
                        auction.id(), round, price, at, out)
                + "\"}]";
    }

    private String create(long now) {
        return random.nextBoolean() ? english(now) : other(now);
    }

    private String other(long now) {
        var fields = new StringBuilder("{\"op\":\"create\",\"name\":\"lot\",\"format\":\"");
        var rounds = ",\"start\":200,\"step\":15,\"periodMillis\":" + (500 + random.nextInt(3000));
        var time = ",\"durationMillis\":" + (2_000 + random.nextInt(30_000));
        switch (random.nextInt(8)) {
            case 0 -> fields.append("clock\"")
                    .append(rounds)
                    .append(pick(
                            List.of("",
                                    ",\"runBy\":\"seller\"",
                                    ",\"runBy\":\"seller\",\"sellerKey\":\""
                                            + SellerKeys.key(1) + "\"",
                                    ",\"confirm\":\"confirm\",\"grace\":" + random.nextInt(3))));
            case 1 -> fields.append("dutch\",\"open\":true,\"floor\":20")
                    .append(rounds)
                    .append(pick(List.of("", ",\"quantity\":9")));
            case 2 -> fields.append("sealed\",\"open\":true").append(time);
            case 3 -> fields.append("vickrey\",\"open\":true,\"start\":20").append(time);
            case 4 -> reverse(fields.append("reverse\"").append(time), now);
            case 5 -> fields.append("uniform\",\"open\":true,\"quantity\":7")
                    .append(time)
                    .append(pick(List.of("", ",\"margin\":\"proRata\"")));
            case 6 -> yankee(fields.append("yankee\"").append(time));
            default -> fields.append("sealed\",\"open\":true,\"commit\":true,"
                    + "\"revealMillis\":9000").append(time);
        }
        maybe(fields, 9, ",\"opensAt\":\"" + Instant.ofEpochMilli(now + random.nextInt(9_000) + 1)
                + "\"");
        maybe(fields, 9, ",\"maxPauseMillis\":" + random.nextInt(5_000));
        maybe(fields, 9, ",\"item\":\"" + (1 + random.nextInt(9)) + "\"");
        maybe(fields, 6, ",\"reserve\":" + (80 + random.nextInt(60)));
        return fields.append('}').toString();
    }

    private void yankee(StringBuilder fields) {
        fields.append(",\"open\":true,\"start\":100,\"quantity\":").append(1 + random.nextInt(9));
        maybe(fields, 3, ",\"increment\":" + pick(List.of("5", "{\"percent\":7}")));
        maybe(fields, 3, ",\"softClose\":{\"windowMillis\":5000,\"trigger\":"
                + pick(List.of("\"price\"", "\"lead\"", "\"accepted\"")) + "}");
        maybe(fields, 3, ",\"group\":\"g\"");
    }

    private void reverse(StringBuilder fields, long now) {
        fields.append(",\"open\":true,\"start\":").append(300 + random.nextInt(3) * 1_000);
        maybe(fields, 3, ",\"increment\":" + pick(List.of("5", "{\"percent\":7}",
                "[[0,3],[100,10]]")));
        maybe(fields, 6, ",\"grid\":true");
        maybe(fields, 4, ",\"proxy\":" + pick(List.of("\"always\"", "\"never\"")));
        maybe(fields, 8, ",\"buyNow\":50");
        maybe(fields, 3, ",\"softClose\":{\"windowMillis\":5000}");
        maybe(fields, 3, ",\"retractUntil\":\"" + Instant.ofEpochMilli(now + 30_000) + "\"");
    }

    private String english(long now) {
        var fields = new StringBuilder("{\"op\":\"create\",\"name\":\"lot\",\"start\":")
                .append(random.nextInt(4) * 25);
        if (random.nextInt(4) > 0) {
            fields.append(",\"durationMillis\":").append(2_000 + random.nextInt(60_000));
        }
        maybe(fields, 2, ",\"open\":true");
        maybe(fields, 8, ",\"opensAt\":\"" + Instant.ofEpochMilli(now + random.nextInt(9_000) + 1)
                + "\"");
        maybe(fields, 3, ",\"increment\":" + pick(List.of("5", "\"ebay-uk\"", "{\"percent\":7}",
                "[[0,3],[100,10]]")));
        maybe(fields, 6, ",\"grid\":true");
        maybe(fields, 3, ",\"reserve\":" + (80 + random.nextInt(80)) + pick(List.of("",
                ",\"reserveMode\":\"jump\"", ",\"belowReserve\":\"offer\",\"offerMillis\":9000")));
        maybe(fields, 6, ",\"proxy\":" + pick(List.of("\"always\"", "\"never\"")));
        maybe(fields, 8, ",\"buyNow\":200");
        maybe(fields, 2, ",\"softClose\":{\"windowMillis\":5000,\"trigger\":"
                + pick(List.of("\"price\"", "\"lead\"", "\"accepted\"")) + ",\"mode\":"
                + pick(List.of("\"add\"", "\"reset\"")) + ",\"maxExtensions\":4}");
        maybe(fields, 3, ",\"group\":\"g\"");
        maybe(fields, 3, ",\"retractUntil\":\"" + Instant.ofEpochMilli(now + 30_000) + "\"");
        maybe(fields, 8, ",\"visibility\":\"participants\"");
        maybe(fields, 8, ",\"maxPauseMillis\":" + random.nextInt(5_000));
        maybe(fields, 8, ",\"invited\":[\"ann\",\"bob\"]");
        maybe(fields, 6, ",\"item\":\"" + (1 + random.nextInt(9)) + "\"");
        return fields.append('}').toString();
    }

    private void maybe(StringBuilder fields, int oneIn, String field) {
        if (random.nextInt(oneIn) == 0) {
            fields.append(field);
        }
    }

    /** A command of somebody's. */
    record Step(String by, String json) {}
}
