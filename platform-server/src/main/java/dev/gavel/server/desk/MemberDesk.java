package dev.gavel.server.desk;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.MemberChangeException.Kind;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.MemberLine.Introduction;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.server.desk.MemberLine.Newcomer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The members and their changes. Any server may be asked; the leader does it. It takes in only
 * servers that run, belong to this house and wait for it, so that a mistyped address costs nothing.
 *
 * @see "docs/adr/0056-members.md"
 * @see "docs/adr/0094-servers-that-wait.md"
 */
public final class MemberDesk {

    /** The sentence for a server that waits while there is no leader to take it in. */
    public static final String NO_LEADER = "no server leads at the moment";

    private static final Logger LOG = LoggerFactory.getLogger(MemberDesk.class);
    /** Most members. More make each decision dearer and no house safer. */
    private static final int MAX_MEMBERS = 15;
    private static final int MAX_ID = 999;
    /** Time for a change: a newcomer may have to fetch a long log or a large snapshot first. */
    private static final Duration CHANGE_WITHIN = Duration.ofSeconds(60);
    private static final Duration FORWARDED_WITHIN = CHANGE_WITHIN.plusSeconds(5);
    private static final Duration TRANSFER_WITHIN = Duration.ofSeconds(5);
    private static final Duration ASK_WITHIN = Duration.ofSeconds(1);
    private static final Duration NEWCOMER_PATIENCE = Duration.ofSeconds(5);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
    private static final Duration LEADS_WITHIN = Duration.ofSeconds(4);
    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(15);
    /** Time in which a server that waits has said so, as it does every second. */
    private static final Duration SAID_WITHIN = Duration.ofSeconds(3);
    private static final String NOBODY_LEADS = "no server leads at the moment: without a majority"
            + " nobody can change the members. Start those that are down first";

    private final String house;
    private final Replicator<?, ?> replicator;
    private final Directory directory;
    private final MemberLine line;
    private final IntSupplier houseVersion;
    private final IntSupplier leaderHeardOf;
    private final BooleanSupplier lacksMajority;
    private final WaitingRoom waiting = new WaitingRoom(System::nanoTime);
    private final AtomicReference<@Nullable UnderWay> underWay = new AtomicReference<>();
    /** Why servers that ask to be taken in were not, by id. */
    private final Map<Integer, String> refusals = new ConcurrentHashMap<>();

    private record UnderWay(MemberWish wish, CompletableFuture<Changed> done) {

        /**
         * Whether both are the same wish. The server that passed a wish on may have put the
         * addresses in.
         */
        boolean isFor(MemberWish other) {
            return wish.add().map(Peer::id).equals(other.add().map(Peer::id))
                    && wish.remove().equals(other.remove());
        }
    }

    /** The result of a change, in data and in words. */
    public record Changed(Membership members, String sentence) {}

    /**
     * The desk of one server.
     *
     * @param house its name, which newcomers must know
     * @param line the way to the leader and to newcomers
     * @param houseVersion the version of the house's rules
     * @param leaderHeardOf id of the server of which the others say that it leads; -1 for none
     * @param lacksMajority whether it is known that too few servers are up to decide anything
     */
    public MemberDesk(String house, Replicator<?, ?> replicator, Directory directory,
            MemberLine line, IntSupplier houseVersion, IntSupplier leaderHeardOf,
            BooleanSupplier lacksMajority) {
        this.houseVersion = houseVersion;
        this.house = house;
        this.replicator = replicator;
        this.directory = directory;
        this.line = line;
        this.leaderHeardOf = leaderHeardOf;
        this.lacksMajority = lacksMajority;
    }

    /** Name of the house. */
    public String house() {
        return house;
    }

    /** The members, as far as this server knows. */
    public Membership members() {
        return directory.members();
    }

    /**
     * The servers that wait to be taken in: as the leader knows, otherwise as this server does,
     * since they tell it too.
     */
    public CompletableFuture<List<Peer>> waiting() {
        var leader = leads() ? Optional.<ServerAddress>empty() : leader();
        return leader.map(one -> line.waiting(one.client(), ASK_WITHIN)
                .exceptionally(failure -> waitHere()))
                .orElseGet(() -> CompletableFuture.completedFuture(waitHere()));
    }

    private List<Peer> waitHere() {
        var members = members();
        return waiting.all()
                .stream()
                .filter(peer -> members.peer(peer.id()).isEmpty())
                .toList();
    }

    /**
     * Changes the members, and waits until that is done. It asks the leader, and if that is lost,
     * the next leader.
     *
     * @param forwarding whether a server that does not lead may ask the leader
     * @return fails with a sentence; {@link OperatorDesk#trouble} tells of which kind
     */
    public CompletableFuture<Changed> change(MemberWish wish, Forwarding forwarding) {
        return forwarding == Forwarding.NEVER ? inBackground(() -> onceItLeads(wish))
                : inBackground(() -> untilItIsDone(wish));
    }

    private Changed untilItIsDone(MemberWish wish) {
        var began = System.nanoTime();
        var ledAt = began;
        Optional<RuntimeException> undecided = Optional.empty();
        while (true) {
            var leader = leads() ? Optional.of(directory.self()) : leader();
            var left = CHANGE_WITHIN.minusNanos(System.nanoTime() - began);
            try {
                if (leader.isPresent()) {
                    ledAt = System.nanoTime();
                    return leader.get().id() == directory.self().id() ? oneAtATime(wish)
                            : result(line.change(leader.get(), wish, left));
                }
            } catch (RuntimeException e) {
                switch (OperatorDesk.trouble(e)) {
                    case UNKNOWN -> undecided = Optional.of(e);
                    case NOT_LEADER, NO_LEADER -> LOG.debug("nobody leads, or another", e);
                    default -> {
                        if (undecided.isEmpty() || !isFulfilled(wish)) {
                            throw e;
                        }
                        return new Changed(members(), "this is so by now: " + words(members()));
                    }
                }
            }
            var isOver = lacksMajority.getAsBoolean()
                    || System.nanoTime() - ledAt > LEADS_WITHIN.toNanos()
                    || left.compareTo(ASK_WITHIN) < 0;
            if (isOver) {
                throw undecided.orElseGet(this::nobodyLeads);
            }
            pause();
        }
    }

    private RuntimeException nobodyLeads() {
        return lacksMajority.getAsBoolean()
                ? new MemberChangeException(Kind.NO_MAJORITY, NOBODY_LEADS)
                : new LeaderlessException(NOBODY_LEADS);
    }

    /** Whether the wish is fulfilled already: a try whose answer was lost may have done it. */
    private boolean isFulfilled(MemberWish wish) {
        var now = members().ids();
        return wish.add().stream().map(Peer::id).allMatch(now::contains)
                && wish.remove().stream().noneMatch(now::contains);
    }

    /**
     * Changes the members once this server leads. The server that passed the wish on may have heard
     * of that before this one.
     */
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

    /**
     * Hears a server that waits to be taken in. A server that is no spare is taken in at once. It
     * tells every server, so that each knows it when it comes to lead.
     */
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
            waiting.enter(peer);
            var leader = leader();
            return leader.isEmpty() || forwarding == Forwarding.NEVER
                    ? answered(JoinAnswer.State.WAITING, NO_LEADER)
                    : line.join(leader.get().client(), newcomer, true, ASK_WITHIN)
                            .exceptionallyCompose(failure -> answered(JoinAnswer.State.WAITING,
                                    "server " + leader.get().id()
                                            + ", which led last, does not answer"));
        }
        var seated = waiting.find(peer.id()).filter(one -> !one.equals(peer));
        return seated.map(one -> line.introduce(one.clientAddress(), ASK_WITHIN)
                .handle((found, failure) -> failure == null && found.id() == peer.id()
                        && found.house().equals(house)))
                .orElseGet(() -> CompletableFuture.completedFuture(false))
                .thenCompose(isThere -> isThere
                        ? answered(JoinAnswer.State.REFUSED, "another server waits as number "
                                + peer.id() + ", at " + seated.orElseThrow().clientAddress()
                                + ": give this one another id")
                        : seat(newcomer));
    }

    private CompletableFuture<JoinAnswer> seat(Newcomer newcomer) {
        var peer = newcomer.peer();
        if (!waiting.enter(peer)) {
            return answered(JoinAnswer.State.WAITING,
                    WaitingRoom.SEATS + " servers wait already, and no more can");
        }
        if (newcomer.spare()) {
            return answered(JoinAnswer.State.WAITING, "it is a spare: \"gavel members add "
                    + peer.id() + "\" or \"gavel members replace ID --with " + peer.id()
                    + "\" takes it in");
        }
        if (underWay.get() == null) {
            var unused = inBackground(
                    () -> oneAtATime(new MemberWish(Optional.of(peer), OptionalInt.empty())))
                    .whenComplete((done, failure) -> refused(peer.id(), failure));
        }
        return answered(JoinAnswer.State.WAITING, refusals.getOrDefault(peer.id(),
                "the others bring it up to date"));
    }

    private void refused(int id, @Nullable Throwable failure) {
        refusals.keySet().retainAll(waiting.all().stream().map(Peer::id).toList());
        if (failure == null) {
            refusals.remove(id);
        } else {
            refusals.put(id, OperatorDesk.sentence(failure));
        }
    }

    /**
     * Begins a change unless another is under way. A wish that is just being fulfilled is not begun
     * again: its sender may have lost the line.
     */
    private Changed oneAtATime(MemberWish wish) {
        var mine = new UnderWay(wish, new CompletableFuture<>());
        var others = underWay.compareAndExchange(null, mine);
        if (others != null && others.isFor(wish)) {
            return result(others.done());
        }
        if (others != null) {
            throw refusal("another change of the members is under way: try again once it is done");
        }
        try {
            mine.done().complete(changeHere(wish));
        } catch (RuntimeException e) {
            mine.done().completeExceptionally(e);
        } finally {
            underWay.set(null);
        }
        return result(mine.done());
    }

    private static <T> T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static MemberChangeException refusal(String sentence) {
        return new MemberChangeException(Kind.REFUSED, sentence);
    }

    private Changed changeHere(MemberWish wish) {
        var before = replicator.members();
        var resolved = new MemberWish(wish.add().map(peer -> resolve(peer, before)), wish.remove());
        var add = resolved.add().filter(peer -> before.peer(peer.id()).isEmpty());
        if (wish.remove().isPresent() && before.peer(wish.remove().getAsInt()).isEmpty()) {
            if (wish.add().isPresent() && add.isEmpty()) {
                return new Changed(before, "this is so already: " + words(before));
            }
            throw refusal("server " + wish.remove().getAsInt()
                    + " is no member; the members are " + before.listed());
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
            var between = change(before, with(before, add.get())).members();
            return change(between, without(between, wish.remove()));
        }
        var wanted = without(before, wish.remove());
        add.ifPresent(wanted::add);
        var after = change(before, wanted);
        add.ifPresent(peer -> waiting.leave(peer.id()));
        return after;
    }

    private Changed change(Membership before, List<Peer> wanted) {
        var after = result(replicator.changeMembers(before, wanted, CHANGE_WITHIN));
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

    /** Lets the next leader do it, since this server leads and is to go. */
    private Changed elsewhere(MemberWish wish) {
        var next = handOver();
        var server = directory.server(next)
                .orElseThrow(() -> new MemberChangeException(Kind.UNDECIDED,
                        "server " + next + " left meanwhile"));
        return result(line.change(server, wish, FORWARDED_WITHIN));
    }

    /**
     * Hands leadership over. While an earlier change is not on all disks, and while the others lag,
     * no server can take over.
     */
    private int handOver() {
        var began = System.nanoTime();
        while (true) {
            try {
                return result(replicator.transferLeadership(-1, TRANSFER_WITHIN));
            } catch (RuntimeException e) {
                if (!leads()) {
                    throw LeaderlessException.notHere(leader());
                }
                if (lacksMajority.getAsBoolean()) {
                    throw new MemberChangeException(Kind.NO_MAJORITY, NOBODY_LEADS);
                }
                if (System.nanoTime() - began > HANDED_OVER_WITHIN.toNanos()) {
                    throw refusal(OperatorDesk.sentence(e));
                }
                pause();
            }
        }
    }

    /**
     * The addresses of the wanted server. A leader of a moment ago may not have been told yet which
     * servers wait.
     */
    private Peer resolve(Peer wanted, Membership before) {
        if (!wanted.raftAddress().isEmpty()) {
            return wanted;
        }
        var began = System.nanoTime();
        while (true) {
            var found = before.peer(wanted.id()).or(() -> waiting.find(wanted.id()));
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - began > SAID_WITHIN.toNanos()) {
                throw refusal("server " + wanted.id()
                        + " does not wait to be taken in" + waitingWords() + ". Start it with"
                        + " \"gavel server " + wanted.id() + " --join "
                        + directory.self().client()
                        + " --spare\" and try again; without --spare it is taken in by itself");
            }
            pause();
        }
    }

    private String waitingWords() {
        var ids = waiting.all().stream().map(Peer::id).toList();
        return ids.isEmpty() ? "" : "; the servers that wait are " + ids;
    }

    private void check(Peer peer, Membership before) {
        if (peer.id() > MAX_ID) {
            throw refusal("id: must be 0 to " + MAX_ID + ", was " + peer.id());
        }
        if (before.peers().size() >= MAX_MEMBERS) {
            throw refusal("the house has " + before.peers().size()
                    + " members, and may have no more than " + MAX_MEMBERS);
        }
        before.peers()
                .stream()
                .filter(member -> Stream.of(member.raftAddress(), member.clientAddress(),
                        member.adminAddress())
                        .anyMatch(List.of(peer.raftAddress(), peer.clientAddress(),
                                peer.adminAddress())::contains))
                .findFirst()
                .ifPresent(member -> {
                    throw refusal("server " + member.id()
                            + " has an address that server " + peer.id() + " is to have: "
                            + peer.raftAddress() + ", " + peer.clientAddress() + ", "
                            + peer.adminAddress());
                });
        var found = awaitAnswer(peer);
        if (!found.house().equals(house) || found.id() != peer.id()) {
            throw refusal("at " + peer.clientAddress() + " there is server "
                    + found.id() + " of the house \"" + found.house() + "\", not server "
                    + peer.id() + " of \"" + house + "\"");
        }
        if (found.members().ids().contains(peer.id())) {
            throw refusal("server " + peer.id() + " at " + peer.clientAddress()
                    + " takes itself for a member of " + found.members().listed()
                    + ": stop it, move its records away, and start it with --join "
                    + directory.self().client());
        }
        var version = houseVersion.getAsInt();
        if (version > HouseVersion.FIRST && !found.canRun().knows(version)) {
            throw refusal("server " + peer.id() + " "
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
                    throw refusal("server " + peer.id()
                            + " does not answer at " + peer.clientAddress() + ": start it there"
                            + " with \"gavel server " + peer.id() + " --join "
                            + directory.self().client() + "\", which takes it in by itself");
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

    /** The members in words. */
    private static String words(Membership members) {
        var size = members.peers().size();
        var down = (size - 1) / 2;
        return "the members are " + members.listed() + "; the house goes on with "
                + (down == 0 ? "none" : "up to " + down) + " of them down";
    }

    private boolean leads() {
        return replicator.status().role() == ReplicaStatus.Role.LEADER;
    }

    /** The leader. A server that is no member learns it only from servers that it asks. */
    private Optional<ServerAddress> leader() {
        return replicator.status()
                .leader()
                .or(() -> Optional.of(leaderHeardOf.getAsInt()).filter(id -> id >= 0))
                .flatMap(directory::server)
                .filter(leader -> leader.id() != directory.self().id());
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work,
                task -> Thread.ofVirtual().name("members").start(task));
    }

    private CompletableFuture<JoinAnswer> answered(JoinAnswer.State state, String sentence) {
        return CompletableFuture
                .completedFuture(new JoinAnswer(state, sentence, house, members()));
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
