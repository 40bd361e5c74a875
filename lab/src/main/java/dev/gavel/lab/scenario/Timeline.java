package dev.gavel.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A story as a timing diagram: a lane for everybody who takes part, time runs down, requests and answers
 * go across. May be written to from any thread.
 */
final class Timeline {

    private static final int LANE = 7;
    private static final int TIME = 9;
    /** A row each; the longest story has about a hundred. */
    private static final int MOST_ROWS = 2_000;

    /** How a server is drawn from here on, and what is drawn where that begins. */
    enum State {
        RUNS('|', '^'), LEADS('#', 'L'), DEAD(':', 'X'), STANDS_STILL('!', '=');

        private final char lane;
        private final char mark;

        State(char lane, char mark) {
            this.lane = lane;
            this.mark = mark;
        }
    }

    private record Row(long nanos, int from, int to, int marked, State mark, String note) {}

    private static final int NONE = -1;

    private final LongSupplier nanoTime;
    private final long began;
    private final Map<String, Integer> lanes = new LinkedHashMap<>();
    private final List<Integer> servers;
    private final List<Row> rows = new ArrayList<>();

    Timeline(List<Integer> servers, LongSupplier nanoTime) {
        this.servers = List.copyOf(servers);
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    private synchronized int lane(String client) {
        return lanes.computeIfAbsent(client, name -> lanes.size());
    }

    /** Somebody asks a server. */
    void request(String client, int server, String what) {
        add(lane(client), server(server), NONE, State.RUNS, client + ": " + what);
    }

    /** A server answers somebody. */
    void answer(int server, String client, String what) {
        add(server(server), lane(client), NONE, State.RUNS, what);
    }

    /** From here on a server stands so. */
    void turn(int server, State to, String what) {
        add(NONE, NONE, server(server), to, what);
    }

    /** Something of which nobody alone is the place. */
    void note(String what) {
        add(NONE, NONE, NONE, State.RUNS, what);
    }

    /** Lanes of servers stand to the right of all clients, who are not known at first. */
    private int server(int id) {
        return -2 - servers.indexOf(id);
    }

    private synchronized void add(int from, int to, int marked, State mark, String note) {
        if (rows.size() < MOST_ROWS) {
            rows.add(new Row(nanoTime.getAsLong() - began, from, to, marked, mark, note));
        }
    }

    /** The diagram, with what its signs mean. */
    synchronized List<String> lines() {
        var count = lanes.size() + servers.size();
        var states = new char[count];
        Arrays.fill(states, State.RUNS.lane);
        var lines = new ArrayList<String>();
        lines.add(head());
        for (var row : rows) {
            var line = new char[TIME + count * LANE];
            Arrays.fill(line, ' ');
            for (int lane = 0; lane < count; lane++) {
                line[column(lane)] = states[lane];
            }
            if (row.from != NONE) {
                arrow(line, column(place(row.from)), column(place(row.to)));
            }
            if (row.marked != NONE) {
                int lane = place(row.marked);
                if (row.mark == State.LEADS) { // one at a time
                    for (int other = lanes.size(); other < count; other++) {
                        states[other] = states[other] == State.LEADS.lane
                                ? State.RUNS.lane
                                : states[other];
                    }
                }
                line[column(lane)] = row.mark.mark;
                states[lane] = row.mark.lane;
            }
            var time = String.format(Locale.ROOT, "%7.3f", row.nanos / 1e9);
            lines.add((time + new String(line).substring(time.length()) + "  " + row.note)
                    .stripTrailing());
        }
        lines.add("time in seconds;  | runs   L # leads   X killed   : dead   ^ back"
                + "   = ! stands still   o--> asks   <--o answers");
        return lines;
    }

    private String head() {
        var line = new StringBuilder("   time").append(" ".repeat(TIME - 7));
        lanes.keySet().forEach(name -> line.append(cell(name)));
        servers.forEach(id -> line.append(cell("S" + id)));
        return line.toString().stripTrailing();
    }

    private static String cell(String name) {
        var shown = name.substring(0, Math.min(LANE - 1, name.length()));
        int before = (LANE - shown.length()) / 2;
        return " ".repeat(before) + shown + " ".repeat(LANE - before - shown.length());
    }

    private int place(int lane) {
        return lane >= 0 ? lane : lanes.size() - 2 - lane;
    }

    private static int column(int lane) {
        return TIME + lane * LANE + LANE / 2;
    }

    private static void arrow(char[] line, int from, int to) {
        int step = from < to ? 1 : -1;
        line[from] = 'o';
        for (int at = from + step; at != to; at += step) {
            line[at] = '-';
        }
        line[to - step] = step > 0 ? '>' : '<';
    }
}
