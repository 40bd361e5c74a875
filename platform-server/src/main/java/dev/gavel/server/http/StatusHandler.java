package dev.gavel.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.model.Times;
import dev.gavel.raft.Bytes;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Reign;
import dev.gavel.server.cluster.Reigns;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.desk.AdoptionDesk;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import dev.gavel.server.desk.Forwarding;
import dev.gavel.server.desk.OperatorDesk;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Answers how this server and the cluster stand, and serves the tasks of operators. */
final class StatusHandler {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERBOSE = "verbose";
    private static final int MAX_OPERATOR_BYTES = 1_024;

    private final AuctionDesk desk;
    private final OperatorDesk operators;
    private final AdoptionDesk adoption;
    private final ClusterBoard board;
    private final Reigns reigns;
    private final Supplier<String> metrics;
    private final Optional<String> demo;
    private final Bodies bodies;

    /**
     * A handler that names {@code demo}, the address at which a demonstration is controlled; empty
     * outside of one.
     */
    StatusHandler(AuctionDesk desk, OperatorDesk operators, AdoptionDesk adoption,
            ClusterBoard board, Reigns reigns, Supplier<String> metrics, Optional<String> demo,
            Bodies bodies) {
        this.desk = desk;
        this.operators = operators;
        this.adoption = adoption;
        this.board = board;
        this.reigns = reigns;
        this.metrics = metrics;
        this.demo = demo;
        this.bodies = bodies;
    }

    void cluster(Context context) {
        Parameters.none(context);
        var view = board.view();
        var json = JSON.createObjectNode();
        if (view.leader() < 0) {
            json.putNull("leader");
        } else {
            json.put("leader", view.leader());
        }
        json.put("term", view.term());
        json.put("houseVersion", board.houseVersion());
        demo.ifPresent(address -> json.put("demo", address));
        var servers = json.putArray("servers");
        view.servers().forEach(one -> row(servers.addObject(), one));
        send(context, 200, json);
    }

    private void row(ObjectNode json, Standing one) {
        StandingJson.write(json, one);
        board.clockOffset(one.id())
                .ifPresent(offset -> json
                        .put("clockOffsetMillis", offset.offsetMillis())
                        .put("roundTripMillis", offset.roundTripMillis()));
    }

    /**
     * Answers which version the house could adopt, and what is in the way; all servers are asked
     * for it.
     */
    void upgrade(Context context) {
        Parameters.none(context);
        var outlook = adoption.outlook().join();
        var json = JSON.createObjectNode()
                .put("server", board.own().id())
                .put("houseVersion", outlook.houseVersion())
                .put("newest", outlook.newest())
                .put("brings", outlook.brings());
        var obstacles = json.putArray("inTheWay");
        outlook.inTheWay()
                .forEach(one -> obstacles.addObject()
                        .put("server", one.server())
                        .put("why", one.why()));
        send(context, 200, json);
    }

    /** Answers with the leaders this server has heard of, newest first. */
    void elections(Context context) {
        Parameters.none(context);
        var json = JSON.createObjectNode()
                .put("server", board.own().id())
                .put("since", Times.format(reigns.sinceMillis()));
        var rows = json.putArray("elections");
        for (var one : reigns.known().reversed()) {
            var row = rows.addObject().put("term", one.term());
            if (one.leader() == Reign.NONE) {
                row.putNull("leader");
            } else {
                row.put("leader", one.leader());
            }
            row.put("at", Times.format(one.atMillis()));
        }
        send(context, 200, json);
    }

    /**
     * Answers that the process lives. A program that asks whether a server is ready asks this in
     * the same words.
     */
    void alive(Context context) {
        Parameters.onlyNamed(context, Set.of(VERBOSE));
        send(context, 200, JSON.createObjectNode().put("status", "alive"));
    }

    void ready(Context context) {
        Parameters.onlyNamed(context, Set.of(VERBOSE));
        var me = board.own();
        var json = JSON.createObjectNode().put("ready", me.ready());
        if (!me.ready()) {
            json.put("reason", me.notReadyBecause());
        }
        if (Parameters.value(context, VERBOSE) != null) {
            json.put("role", me.role());
            if (me.leader() < 0) {
                json.putNull("leader");
            } else {
                json.put("leader", me.leader());
            }
            json.put("term", me.term())
                    .put("commitIndex", me.commitIndex())
                    .put("appliedIndex", me.appliedIndex())
                    .put("behind", Math.max(0, me.commitIndex() - me.appliedIndex()))
                    .put("serversUp", board.view().up());
        }
        send(context, me.ready() ? 200 : 503, json);
    }

    void metrics(Context context) {
        Parameters.none(context);
        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .header(Responses.INDEX,
                        Long.toString(desk.appliedIndex()))
                .result(metrics.get());
    }

    /** {@code POST /v1/cluster/transfer}, body {@code {"to":2}} or none. */
    void transfer(Context context) {
        Parameters.none(context);
        var to = target(bodies.json(context, MAX_OPERATOR_BYTES));
        var forwarding = CommandHandler.isNotToForward(context) ? Forwarding.NEVER
                : Forwarding.ALLOWED;
        try {
            send(context, 200,
                    JSON.createObjectNode()
                            .put("leader", operators.transfer(to, forwarding).join()));
        } catch (CompletionException e) {
            notTransferred(context, e);
        }
    }

    private void notTransferred(Context context, CompletionException why) {
        var leaderless = OperatorDesk.leaderless(why);
        if (leaderless.isPresent() && leaderless.get().leader().isPresent()) {
            Responses.send(context, new Answer.Redirect(leaderless.get().leader()),
                    desk.appliedIndex());
            return;
        }
        throw new HttpTrouble(OperatorDesk.trouble(why), whole(OperatorDesk.sentence(why)));
    }

    private static int target(Bytes body) {
        if (body.length() == 0) {
            return -1;
        }
        try {
            var json = JSON.readTree(body.array(), body.offset(), body.length());
            var to = json.path("to");
            if (json.isObject() && json.size() == 1 && to.isInt() && to.intValue() >= 0) {
                return to.intValue();
            }
        } catch (IOException e) {
            // Said below, as for any other body that is not of this shape.
        }
        throw new HttpTrouble(Trouble.BAD_COMMAND,
                "The body is to be {\"to\":ID}, or empty for any server that is up to date.");
    }

    /** A part that reads well after a colon, as a sentence of its own. */
    private static String whole(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1)
                + (sentence.endsWith(".") ? "" : ".");
    }

    void snapshot(Context context) {
        Parameters.none(context);
        bodies.nothing(context, MAX_OPERATOR_BYTES);
        try {
            send(context, 200,
                    JSON.createObjectNode().put("index", operators.snapshot().join()));
        } catch (CompletionException e) {
            throw new HttpTrouble(OperatorDesk.trouble(e), whole(OperatorDesk.sentence(e)));
        }
    }

    private void send(Context context, int status, ObjectNode json) {
        Responses.send(context, status,
                Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8)),
                desk.appliedIndex());
    }
}
