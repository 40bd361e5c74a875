package dev.gavel.server.desk;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.desk.MemberLine.Introduction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides whether the house may adopt a version of its rules. It may only if each member, and each
 * server that waits to become one, can run it. Nothing else decides who may ask for it and what is
 * in the way. In open mode anybody may ask.
 *
 * @see "docs/UPGRADING.md"
 */
public final class AdoptionDesk {

    private static final Duration ASK_WITHIN = Duration.ofMillis(1_500);

    private final String house;
    private final int self;
    private final Supplier<Membership> members;
    private final Supplier<CompletableFuture<List<Peer>>> waiting;
    private final IntSupplier houseVersion;
    private final MemberLine line;

    /**
     * A server that keeps the house from adopting a version, and why, as
     * {@code server 3 does not answer}.
     */
    public record Obstacle(int server, String why) {}

    /**
     * The version that can be adopted.
     *
     * @param houseVersion the version of the house's rules
     * @param newest the latest version that the asked server's program can run
     * @param brings the changes of the newest version, in sentences; empty if the house has it
     * @param inTheWay the servers that keep the house from adopting it; empty if the house has it
     */
    public record Outlook(int houseVersion, int newest, String brings, List<Obstacle> inTheWay) {}

    /**
     * The desk of one server.
     *
     * @param house its name
     * @param self its id
     * @param members the members
     * @param waiting the servers that wait to become members
     * @param houseVersion the version of the house's rules, as this server has applied it
     * @param line the way to the others
     */
    public AdoptionDesk(String house, int self, Supplier<Membership> members,
            Supplier<CompletableFuture<List<Peer>>> waiting, IntSupplier houseVersion,
            MemberLine line) {
        this.house = house;
        this.self = self;
        this.members = members;
        this.waiting = waiting;
        this.houseVersion = houseVersion;
        this.line = line;
    }

    /** Tells which version can be adopted, asking all servers afresh. */
    public CompletableFuture<Outlook> outlook() {
        var now = houseVersion.getAsInt();
        if (now >= HouseVersion.NEWEST) {
            return CompletableFuture.completedFuture(
                    new Outlook(now, HouseVersion.NEWEST, "", List.of()));
        }
        return obstacles(HouseVersion.NEWEST).thenApply(found -> new Outlook(now,
                HouseVersion.NEWEST, HouseVersion.changes(HouseVersion.NEWEST), found));
    }

    /** Why the house may not be asked to adopt {@code version}; empty if the log decides. */
    CompletableFuture<Optional<Answer.Refused>> objection(long version) {
        if (version <= houseVersion.getAsInt()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (version > HouseVersion.NEWEST) {
            return CompletableFuture.completedFuture(Optional.of(new Answer.Refused(
                    Trouble.BAD_COMMAND, "version: There is no version " + version
                            + "; the newest that this program can run is " + HouseVersion.NEWEST
                            + ".")));
        }
        return obstacles(version).thenApply(found -> found.isEmpty() ? Optional.empty()
                : Optional.of(new Answer.Refused(Trouble.NOT_ADOPTABLE, sentence(version, found))));
    }

    private static String sentence(long version, List<Obstacle> found) {
        return "The house cannot adopt version " + version + " yet: "
                + String.join("; ", found.stream().map(Obstacle::why).toList())
                + ". Nothing was done.";
    }

    /** The servers that keep the house from adopting {@code version}. */
    private CompletableFuture<List<Obstacle>> obstacles(long version) {
        return waiting.get()
                .exceptionally(failure -> List.of())
                .thenCompose(newcomers -> gathered(Stream
                        .concat(members.get().peers().stream(), newcomers.stream())
                        .filter(peer -> peer.id() != self)
                        .distinct()
                        .map(peer -> ask(peer, version))
                        .toList()));
    }

    private CompletableFuture<Optional<Obstacle>> ask(Peer peer, long version) {
        var server = "server " + peer.id() + " ";
        return line.introduce(peer.clientAddress(), ASK_WITHIN)
                .thenApply(it -> why(peer, it, version))
                .exceptionally(failure -> Optional.of("does not answer at " + peer.clientAddress()
                        + ", so nobody knows what it can run"))
                .thenApply(why -> why.map(it -> new Obstacle(peer.id(), server + it)));
    }

    private Optional<String> why(Peer peer, Introduction found, long version) {
        if (found.id() != peer.id() || !found.house().equals(house)) {
            return Optional.of("is not what answers at " + peer.clientAddress());
        }
        return found.canRun().knows(version) ? Optional.empty()
                : Optional.of(found.canRun().lacking(found.program(), version));
    }

    private static CompletableFuture<List<Obstacle>> gathered(
            List<CompletableFuture<Optional<Obstacle>>> asked) {
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    var found = new ArrayList<Obstacle>();
                    asked.forEach(each -> each.join().ifPresent(found::add));
                    found.sort(Comparator.comparingInt(Obstacle::server));
                    return List.copyOf(found);
                });
    }
}
