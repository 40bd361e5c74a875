package dev.gavel.server.desk;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.MemberLine.Introduction;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.server.desk.MemberLine.Newcomer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who the members are, and how they change: asked of any server, done by the one that leads. Takes in
 * only servers that run, belong to this house and wait for it, so that a mistyped address costs nothing.
 *
 * @see "docs/adr/0056-members.md"
 */
public final class MemberDesk {

    private static final Logger LOG = LoggerFactory.getLogger(MemberDesk.class);
    /** More makes each decision dearer and no house safer. */
    private static final int MAX_MEMBERS = 15;
    private static final int MAX_ID = 999;
    /** A newcomer may have to fetch a long log or a large snapshot first. */
    private static final Duration CHANGE_WITHIN = Duration.ofSeconds(60);
    private static final Duration FORWARDED_WITHIN = CHANGE_WITHIN.plusSeconds(5);
    private static final Duration TRANSFER_WITHIN = Duration.ofSeconds(5);
    private static final Duration ASK_WITHIN = Duration.ofSeconds(1);
    private static final Duration NEWCOMER_PATIENCE = Duration.ofSeconds(5);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
    private static final Duration LEADS_WITHIN = Duration.ofSeconds(4);

    private final String house;
    private final Replicator<?, ?> replicator;
    private final Directory directory;
    private final MemberLine line;
    private final IntSupplier houseVersion;
    private final WaitingRoom waiting = new WaitingRoom(System::nanoTime);
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile String lastRefusal = "";

    /** What a change led to, in data and in words. */
    public record Changed(Membership members, String sentence) {}

    /**
     * Of one server.
     *
     * @param house its name, which newcomers must know
     * @param line the way to the leader and to newcomers
     * @param houseVersion under which version of its rules the house stands
     */
    public MemberDesk(String house, Replicator<?, ?> replicator, Directory directory,
            MemberLine line, IntSupplier houseVersion) {
        this.houseVersion = houseVersion;
        this.house = house;
        this.replicator = replicator;
        this.directory = directory;
        this.line = line;
    }

    /** Name of the house. */
    public String house() {
        return house;
    }

    /** Who the members are, as far as this server knows. */
    public Membership members() {
        return replicator.members();
    }

    /** Who waits to be taken in, as the leader knows; nobody where none leads. */
    public CompletableFuture<List<Peer>> waiting() {
        if (leads()) {
            return CompletableFuture.completedFuture(waiting.all());
        }
        return leader().map(leader -> line.waiting(leader.client(), ASK_WITHIN)
                .exceptionally(failure -> List.of()))
                .orElse(CompletableFuture.completedFuture(List.of()));
    }

    /**
     * Changes the members, and waits until that is done.
     *
     * @param forwarding whether a server that does not lead may ask the leader
     * @return fails with a sentence
     */
    public CompletableFuture<Changed> change(MemberWish wish, Forwarding forwarding) {
        if (leads()) {
            return inBackground(() -> oneAtATime(wish));
        }
        var leader = leader();
        if (forwarding == Forwarding.NEVER) {
            return inBackground(() -> onceItLeads(wish));
        }
        return leader.isEmpty()
                ? CompletableFuture.failedFuture(new LeaderlessException(
                        "no server leads at the moment: without a majority nobody can change"
                                + " the members. Start those that are down first"))
                : line.change(leader.get(), wish, FORWARDED_WITHIN);
    }

    /** Whoever passed it on to this server may have heard before it did that it leads. */
    private Changed onceItLeads(MemberWish wish) {
        var began = System.nanoTime();
        while (!leads()) {
            if (System.nanoTime() - began > LEADS_WITHIN.toNanos()) {
                throw LeaderlessException.notHere(leader());
            }
            pause();
        }
        return oneAtATime(wish);
    }

    /** A server says that it waits to be taken in; one that is no spare is taken in at once. */
    public CompletableFuture<JoinAnswer> join(Newcomer newcomer, Forwarding forwarding) {
        var peer = newcomer.peer();
        if (!newcomer.house().equals(house)) {
            return answered(JoinAnswer.State.REFUSED, "this is the house \"" + house
                    + "\", and server " + peer.id() + " is set up for \"" + newcomer.house()
                    + "\": see cluster and registration in its configuration");
        }
        var known = members().peer(peer.id());
        if (known.isPresent()) {
            return known.get().raftAddress().equals(peer.raftAddress())
                    ? answered(JoinAnswer.State.MEMBER, "server " + peer.id() + " is a member")
                    : answered(JoinAnswer.State.REFUSED, taken(known.get()));
        }
        if (!leads()) {
            var leader = leader();
            return leader.isEmpty() || forwarding == Forwarding.NEVER
                    ? answered(JoinAnswer.State.WAITING, "no server leads at the moment")
                    : line.join(leader.get().client(), newcomer, true, ASK_WITHIN)
                            .exceptionally(failure -> new JoinAnswer(JoinAnswer.State.WAITING,
                                    "server " + leader.get().id()
                                            + ", which led last, does not answer"));
        }
        var refusal = waiting.enter(peer);
        if (refusal.isPresent()) {
            return answered(JoinAnswer.State.REFUSED, refusal.get());
        }
        if (newcomer.spare()) {
            return answered(JoinAnswer.State.WAITING, "it is a spare: \"gavel members add "
                    + peer.id() + "\" or \"gavel members replace ID --with " + peer.id()
                    + "\" takes it in");
        }
        if (!changing.get()) {
            var unused = inBackground(
                    () -> oneAtATime(new MemberWish(Optional.of(peer), OptionalInt.empty())))
                    .whenComplete((done, failure) -> {
                        lastRefusal = failure == null ? "" : OperatorDesk.sentence(failure);
                    });
        }
        return answered(JoinAnswer.State.WAITING, lastRefusal.isEmpty()
                ? "the others bring it up to date"
                : lastRefusal);
    }

    private Changed oneAtATime(MemberWish wish) {
        if (!changing.compareAndSet(false, true)) {
            throw new IllegalStateException("another change of the members is under way: try again"
                    + " once it is done");
        }
        try {
            return changeHere(wish);
        } finally {
            changing.set(false);
        }
    }

    private Changed changeHere(MemberWish wish) {
        var before = members();
        var resolved = new MemberWish(wish.add().map(this::resolve), wish.remove());
        var add = resolved.add().filter(peer -> before.peer(peer.id()).isEmpty());
        if (wish.remove().isPresent() && before.peer(wish.remove().getAsInt()).isEmpty()) {
            if (wish.add().isPresent() && add.isEmpty()) {
                return new Changed(before, "so it is already: " + words(before));
            }
            throw new IllegalStateException("server " + wish.remove().getAsInt()
                    + " is no member; the members are " + before.ids());
        }
        if (wish.remove().isEmpty() && add.isEmpty()) {
            return new Changed(before, "server " + resolved.add().orElseThrow().id()
                    + " is a member already: " + words(before));
        }
        add.ifPresent(peer -> check(peer, before));
        if (wish.remove().isPresent()
                && wish.remove().getAsInt() == directory.self().id()) {
            return elsewhere(resolved);
        }
        if (add.isPresent() && wish.remove().isPresent() && before.peers().size() < 3) {
            // in so small a house a new one and an old one cannot change places at once
            change(with(before, add.get()));
            return change(without(members(), wish.remove()));
        }
        var wanted = without(before, wish.remove());
        add.ifPresent(wanted::add);
        var after = change(wanted);
        add.ifPresent(peer -> waiting.leave(peer.id()));
        return after;
    }

    private Changed change(List<Peer> wanted) {
        var after = replicator.changeMembers(wanted, CHANGE_WITHIN).join();
        LOG.info("an operator changed the members: {}", words(after));
        return new Changed(after, words(after));
    }

    private static List<Peer> with(Membership members, Peer peer) {
        var peers = new ArrayList<>(members.peers());
        peers.add(peer);
        return peers;
    }

    private static List<Peer> without(Membership members, OptionalInt gone) {
        return new ArrayList<>(members.peers()
                .stream()
                .filter(peer -> gone.isEmpty() || peer.id() != gone.getAsInt())
                .toList());
    }

    /** This server leads and is to go: the next leader does it. */
    private Changed elsewhere(MemberWish wish) {
        var next = replicator.transferLeadership(-1, TRANSFER_WITHIN).join();
        var server = directory.server(next)
                .orElseThrow(
                        () -> new IllegalStateException("server " + next + " left meanwhile"));
        return line.change(server, wish, FORWARDED_WITHIN).join();
    }

    private Peer resolve(Peer wanted) {
        if (!wanted.raftAddress().isEmpty()) {
            return wanted;
        }
        return members().peer(wanted.id())
                .or(() -> waiting.find(wanted.id()))
                .orElseThrow(() -> new IllegalStateException("server " + wanted.id()
                        + " does not wait to be taken in" + waitingWords() + ". Start it with"
                        + " \"gavel server " + wanted.id() + " --join "
                        + directory.self().client()
                        + " --spare\" and try again; without --spare it is taken in by itself"));
    }

    private String waitingWords() {
        var ids = waiting.all().stream().map(Peer::id).toList();
        return ids.isEmpty() ? "" : "; there wait " + ids;
    }

    private void check(Peer peer, Membership before) {
        if (peer.id() > MAX_ID) {
            throw new IllegalStateException("id: must be 0 to " + MAX_ID + ", was " + peer.id());
        }
        if (before.peers().size() >= MAX_MEMBERS) {
            throw new IllegalStateException("the house has " + before.peers().size()
                    + " members, and may have no more than " + MAX_MEMBERS);
        }
        before.peers()
                .stream()
                .filter(member -> Stream.of(member.raftAddress(), member.clientAddress(),
                        member.httpAddress())
                        .anyMatch(List.of(peer.raftAddress(), peer.clientAddress(),
                                peer.httpAddress())::contains))
                .findFirst()
                .ifPresent(member -> {
                    throw new IllegalStateException("server " + member.id()
                            + " has an address that server " + peer.id() + " is to have: "
                            + peer.raftAddress() + ", " + peer.clientAddress() + ", "
                            + peer.httpAddress());
                });
        var found = awaitAnswer(peer);
        if (!found.house().equals(house) || found.id() != peer.id()) {
            throw new IllegalStateException("at " + peer.clientAddress() + " there is server "
                    + found.id() + " of the house \"" + found.house() + "\", not server "
                    + peer.id() + " of \"" + house + "\"");
        }
        if (found.members().ids().contains(peer.id())) {
            throw new IllegalStateException("server " + peer.id() + " at " + peer.clientAddress()
                    + " takes itself for a member of " + found.members().ids()
                    + ": stop it, move its records away, and start it with --join "
                    + directory.self().client());
        }
        var version = houseVersion.getAsInt();
        if (version > HouseVersion.FIRST && !found.canRun().knows(version)) {
            throw new IllegalStateException("server " + peer.id() + " "
                    + found.canRun().lacking(found.program(), version)
                    + ", under which the house stands: start it with the program of the others");
        }
    }

    private Introduction awaitAnswer(Peer peer) {
        var began = System.nanoTime();
        while (true) {
            try {
                return line.introduce(peer.clientAddress(), ASK_WITHIN).join();
            } catch (CompletionException e) {
                if (System.nanoTime() - began > NEWCOMER_PATIENCE.toNanos()) {
                    throw new IllegalStateException("server " + peer.id()
                            + " does not answer at " + peer.clientAddress() + ": start it there"
                            + " with \"gavel server " + peer.id() + " --join "
                            + directory.self().client() + "\", which takes it in by itself", e);
                }
                pause();
            }
        }
    }

    private static String taken(Peer member) {
        return "server " + member.id() + " is a member at " + member.raftAddress()
                + " (Raft port): give this one another id, or \"gavel members remove "
                + member.id() + "\" first";
    }

    /** What the house stands now. */
    private static String words(Membership members) {
        var size = members.peers().size();
        var down = (size - 1) / 2;
        return "the members are " + members.ids() + "; the house goes on with "
                + (down == 0 ? "none" : "up to " + down) + " of them down";
    }

    private boolean leads() {
        return replicator.status().role() == ReplicaStatus.Role.LEADER;
    }

    private Optional<ServerAddress> leader() {
        return replicator.status()
                .leader()
                .flatMap(directory::server)
                .filter(leader -> leader.id() != directory.self().id());
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work,
                task -> Thread.ofVirtual().name("members").start(task));
    }

    private static CompletableFuture<JoinAnswer> answered(JoinAnswer.State state,
            String sentence) {
        return CompletableFuture.completedFuture(new JoinAnswer(state, sentence));
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
