package dev.gavel.server.cluster;

import dev.gavel.raft.Membership;
import dev.gavel.server.config.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * This server's knowledge of itself and the others. The poller writes it, and any thread reads it.
 */
public final class ClusterBoard {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterBoard.class);

    private final int self;
    private final String house;
    private final Supplier<List<ServerAddress>> servers;
    private final Supplier<Membership> members;
    private final IntSupplier houseVersion;
    private final Supplier<Standing> own;
    private final Map<Integer, Standing> standings = new ConcurrentSkipListMap<>();
    private final ClockBoard clocks;
    /** Servers that were asked and have never answered so far. */
    private final Set<Integer> unheard = ConcurrentHashMap.newKeySet();
    private volatile boolean hadMajority;
    /** When fewer servers than a majority began to answer; 0 while a majority does. */
    private volatile long alone = System.nanoTime() | 1;

    /**
     * A board on which nothing is heard yet.
     *
     * @param self id of this server
     * @param house its name
     * @param servers the members at the moment, with this server if it is one
     * @param members the same, as replication knows them
     * @param houseVersion the version of the rules under which the house stands here
     * @param own how this server stands at the moment
     * @param clocks keeps the readings of the others' clocks
     */
    public ClusterBoard(int self, String house, Supplier<List<ServerAddress>> servers,
            Supplier<Membership> members, IntSupplier houseVersion, Supplier<Standing> own,
            ClockBoard clocks) {
        this.self = self;
        this.house = house;
        this.servers = servers;
        this.members = members;
        this.houseVersion = houseVersion;
        this.own = own;
        this.clocks = clocks;
    }

    /** Name of the house. */
    public String house() {
        return house;
    }

    /** The version of the house's rules, as this server has applied it. */
    public int houseVersion() {
        return houseVersion.getAsInt();
    }

    /** The members of the house. */
    public Membership members() {
        return members.get();
    }

    /** How this server stands, asked afresh. */
    public Standing own() {
        return own.get();
    }

    /** How the others stood when they answered last, without those that never did. */
    public Collection<Standing> others() {
        return standings.values().stream().filter(one -> one.id() != self).toList();
    }

    /**
     * The other members that are known to be unable to run {@code version} of the rules: by their
     * last word, or since their programs do not tell.
     */
    public List<Integer> unableToRun(int version) {
        return others().stream()
                .filter(one -> !one.canRun().knows(version))
                .map(Standing::id)
                .toList();
    }

    /** Whether each other member was asked, and has answered or not. */
    public boolean hasAskedAll() {
        return members.get()
                .ids()
                .stream()
                .allMatch(id -> id == self || standings.containsKey(id) || unheard.contains(id));
    }

    /** Whether no other member has failed to answer when it was last asked. */
    public boolean allAnswer() {
        return unheard.isEmpty() && others().stream().allMatch(Standing::up);
    }

    /** Notes the answer of {@code peer}. */
    public void heard(Standing peer, ClockOffset offset) {
        standings.compute(peer.id(), (id, before) -> {
            if (before != null && !before.up()) {
                LOG.info("server {} answers again", id);
            }
            return peer;
        });
        unheard.remove(peer.id());
        clocks.heard(peer.id(), offset, peer.vitals().clockMillis());
        count();
    }

    /** Notes that the peer of this id did not answer in time. */
    public void silent(int id) {
        var known = standings.computeIfPresent(id, (key, last) -> {
            if (last.up()) { // told once for each time that it falls silent, whoever finds out
                LOG.warn("server {} does not answer at {}", id, last.address());
                return last.silent();
            }
            return last;
        });
        if (known == null) {
            unheard.add(id);
        }
        clocks.silent(id);
        count();
    }

    private synchronized void count() {
        var ids = ids();
        standings.keySet().retainAll(ids);
        unheard.retainAll(ids);
        var up = (ids.contains(self) ? 1 : 0) // a server that waits to be taken in decides nothing
                + standings.values().stream().filter(one -> one.id() != self && one.up()).count();
        if (up * 2 > ids.size()) {
            alone = 0;
            hadMajority = true;
        } else if (alone == 0) {
            alone = System.nanoTime() | 1;
        }
    }

    /** Ids of the members; a server that waits to be taken in knows them from the others. */
    private List<Integer> ids() {
        var listed = servers.get();
        return listed.isEmpty() ? members.get().ids()
                : listed.stream().map(ServerAddress::id).toList();
    }

    /** Whether fewer servers than a majority, this one included, have answered for this long. */
    public boolean lacksMajority(Duration forAtLeast) {
        var since = alone;
        return since != 0 && System.nanoTime() - since >= forAtLeast.toNanos();
    }

    /** How far the clock of the peer of this id is off; empty while it does not answer. */
    public Optional<ClockOffset> clockOffset(int id) {
        return clocks.offset(id);
    }

    /**
     * Whether the server of this id did not answer when it was last asked. While this server has
     * just started and not yet seen a majority, one that never answered does not count: it may be
     * starting too.
     */
    public boolean isSilent(int id) {
        var last = standings.get(id);
        return last != null ? !last.up() : hadMajority && unheard.contains(id);
    }

    /**
     * Whether the server of this id is known not to lead: it is silent, or it said last that it
     * follows or stands for election.
     */
    public boolean deniesLeading(int id) {
        var last = standings.get(id);
        return isSilent(id) || (last != null && !last.role().equals("leader"));
    }

    /**
     * All servers. The leader is the one that this server knows, otherwise the one that says so of
     * itself in the highest term. Without a majority, a server that is known not to lead is not
     * shown as leader. Replication keeps the name of the last leader while another server's
     * attempts to be elected fail.
     */
    public ClusterView view() {
        var rows = new ArrayList<Standing>();
        var me = own.get();
        for (var server : servers.get()) {
            rows.add(server.id() == self ? me
                    : standings.getOrDefault(server.id(), Standing.unheardOf(server)));
        }
        if (rows.stream().noneMatch(row -> row.id() == self)) {
            rows.add(me); // no member yet
        }
        var leader = alone != 0 && deniesLeading(me.leader()) ? -1 : me.leader();
        var term = me.term();
        for (var row : rows) {
            if (row.up() && row.role().equals("leader")
                    && (row.term() > term || (leader < 0 && row.term() == term))) {
                leader = row.id();
            }
            term = Math.max(term, row.term());
        }
        return new ClusterView(leader, term, rows);
    }
}
