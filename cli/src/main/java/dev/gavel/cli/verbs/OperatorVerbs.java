package dev.gavel.cli.verbs;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.JsonObject;
import dev.gavel.client.UnansweredException;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.grpc.Rows;
import dev.gavel.wire.v1.ClusterReply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;

/** What an operator asks of the servers. */
final class OperatorVerbs {
    private OperatorVerbs() {}

    /** Runs what is asked of the servers rather than of the house. */
    abstract static class OperatorVerb extends Verb {
        OperatorVerb(House house) {
            super(house);
        }

        /** The client, of which a change is about to be asked. */
        static AuctionClient changing(AuctionClient client) {
            Crash.beforeChange();
            return client;
        }

        abstract int run() throws InterruptedException, UnansweredException;

        @Override
        public final Integer call() throws InterruptedException {
            try {
                return run();
            } catch (UnansweredException e) {
                var outcome = e.outcome();
                if (outcome.withoutEffect()) {
                    Crash.nextCall();
                }
                throw new FailedException(outcome, ExitCodes.of(outcome));
            }
        }
    }

    @Command(name = "status", description = "How the servers stand: who leads, how far each is.", footer = {
            "", "Example: gavel status --json"})
    static final class Status extends OperatorVerb {
        private static final StatusTable TABLE = new StatusTable(
                List.of(StatusTable.SERVER, StatusTable.ADDRESS, StatusTable.ROLE,
                        StatusTable.TERM, StatusTable.COMMIT, StatusTable.APPLIED,
                        StatusTable.SNAPSHOT, StatusTable.DIGEST, StatusTable.AT_INDEX,
                        StatusTable.MEMORY, StatusTable.READY),
                List.of(StatusTable.SNAPSHOT, StatusTable.AT_INDEX, StatusTable.DIGEST,
                        StatusTable.MEMORY, StatusTable.COMMIT));

        Status(House house) {
            super(house);
        }

        @Override
        int run() throws InterruptedException, UnansweredException {
            var reply = house().asking().cluster();
            if (house().wantsJson()) {
                house().output().json(json(reply));
                return ended(reply);
            }
            TABLE.print(house().output(),
                    reply.getServersList().stream().map(Rows::standing).toList());
            house().output()
                    .line(reply.getLeader() < 0
                            ? "no leader is known"
                            : "server " + reply.getLeader() + " leads in term " + reply.getTerm());
            house().output()
                    .line("the house stands under version " + Math.max(1, reply.getHouseVersion())
                            + " of its rules");
            return ended(reply);
        }

        /** As for every verb: without a leader nothing can be decided. */
        private static int ended(ClusterReply reply) {
            return reply.getLeader() < 0 ? ExitCodes.UNREACHED : ExitCodes.OK;
        }

        private static JsonObject json(ClusterReply reply) {
            return JsonObject.of("leader", reply.getLeader())
                    .with("term", reply.getTerm())
                    .with("houseVersion", Math.max(1, reply.getHouseVersion()))
                    .with(
                            "servers", reply.getServersList()
                                    .stream()
                                    .map(Rows::standing)
                                    .map(Status::json)
                                    .toList());
        }

        private static JsonObject json(Standing one) {
            var json = JsonObject.of("id", one.id())
                    .with("address", one.address())
                    .with("httpAddress", one.httpAddress())
                    .with("role", one.role())
                    .with("up", one.up());
            if (!one.up()) {
                return json.with("ready", false)
                        .with("notReadyBecause", one.notReadyBecause());
            }
            var told = !one.canRun().isKnown() ? json // a program of before servers told
                    : json.with("canRun", JsonObject.of("from", one.canRun().from())
                            .with("to", one.canRun().to()));
            return told.with("term", one.term())
                    .with("leader", one.leader())
                    .with("commitIndex", one.commitIndex())
                    .with("appliedIndex", one.appliedIndex())
                    .with("logStartIndex", one.log().startIndex())
                    .with("logEndIndex", one.log().endIndex())
                    .with("snapshotIndex", one.log().snapshotIndex())
                    .with("digest", one.log().digest())
                    .with("digestIndex", one.log().digestIndex())
                    .with("clockMillis", one.vitals().clockMillis())
                    .with("rssBytes", one.vitals().rssBytes())
                    .with("heapUsedBytes", one.vitals().heapUsedBytes())
                    .with("uptimeMillis", one.vitals().uptimeMillis())
                    .with("version", one.vitals().version())
                    .with("program", one.vitals().version())
                    .with("pid", one.vitals().pid())
                    .with("ready", one.ready())
                    .with("notReadyBecause", one.notReadyBecause());
        }
    }

    @Command(name = "transfer", description = "Hand leadership to another server.", footer = {"",
            "Examples:", "  gavel transfer 3    to server 3",
            "  gavel transfer      to whichever is up to date"})
    static final class Transfer extends OperatorVerb {
        private static final int ANY = -1;

        @Parameters(paramLabel = "ID", arity = "0..1", description = "Id of the server that is to lead.")
        private @Nullable Integer to;

        Transfer(House house) {
            super(house);
        }

        @Override
        int run() throws InterruptedException, UnansweredException {
            if (to != null && to < 0) {
                throw new UsageException("ID must be the id of a server, was " + to);
            }
            var leader = changing(house().asking()).transferLeadership(to == null ? ANY : to);
            if (house().wantsJson()) {
                house().output().json(JsonObject.of("leader", leader));
            } else {
                house().output().line("server " + leader + " leads now");
            }
            return ExitCodes.OK;
        }
    }

    @Command(name = "snapshot", description = "Make a server write a snapshot now.", footer = {"",
            "Example: gavel snapshot --server 127.0.0.1:20010"})
    static final class Snapshot extends OperatorVerb {
        /** It is written in no hurry. */
        private static final Duration WITHIN = Duration.ofMinutes(1);

        Snapshot(House house) {
            super(house);
        }

        @Override
        int run() throws InterruptedException, UnansweredException {
            var index = changing(house().asking(WITHIN)).takeSnapshot();
            if (house().wantsJson()) {
                house().output().json(JsonObject.of("index", index));
            } else {
                house().output()
                        .line("snapshot of everything up to log index " + index
                                + " written");
            }
            return ExitCodes.OK;
        }
    }
}
