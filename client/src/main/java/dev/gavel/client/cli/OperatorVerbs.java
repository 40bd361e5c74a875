package dev.gavel.client.cli;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.JsonObject;
import dev.gavel.client.UnansweredException;
import dev.gavel.client.exit.Crash;
import dev.gavel.client.exit.ExitCodes;
import dev.gavel.wire.v1.ClusterReply;
import dev.gavel.wire.v1.ServerRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;

/** What an operator asks of the servers. */
final class OperatorVerbs {
    private static final int DIGEST_CHARS = 12;

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
        private static final int ROLE = 2;

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
            house().output()
                    .table(List.of("SERVER", "ADDRESS", "ROLE", "TERM", "COMMIT",
                            "APPLIED", "SNAPSHOT", "DIGEST", "AT INDEX", "MEMORY", "READY"),
                            reply.getServersList().stream().map(Status::row).toList(),
                            List.of("SNAPSHOT", "AT INDEX", "DIGEST", "MEMORY", "COMMIT"),
                            Status::ink);
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

        private static Ink ink(List<String> row) {
            return switch (row.get(ROLE)) {
                case "leader" -> Ink.GOOD;
                case "down" -> Ink.BAD;
                default -> row.getLast().equals("yes") ? Ink.PLAIN : Ink.NOTICE;
            };
        }

        private static List<String> row(ServerRow row) {
            if (!row.getUp()) {
                return List.of(Integer.toString(row.getId()), row.getAddress(), "down", "-", "-",
                        "-", "-", "-", "-", "-", "no: " + row.getNotReadyBecause());
            }
            var digest = row.getDigest();
            return List.of(Integer.toString(row.getId()), row.getAddress(), row.getRole(),
                    Long.toString(row.getTerm()), Long.toString(row.getCommitIndex()),
                    Long.toString(row.getAppliedIndex()),
                    row.getSnapshotIndex() < 0 ? "-" : Long.toString(row.getSnapshotIndex()),
                    digest.substring(0, Math.min(DIGEST_CHARS, digest.length())),
                    Long.toString(row.getDigestIndex()), (row.getRssBytes() >> 20) + " MB",
                    row.getReady() ? "yes" : "no: " + row.getNotReadyBecause());
        }

        private static JsonObject json(ClusterReply reply) {
            return JsonObject.of("leader", reply.getLeader())
                    .with("term", reply.getTerm())
                    .with("houseVersion", Math.max(1, reply.getHouseVersion()))
                    .with(
                            "servers", reply.getServersList().stream().map(Status::json).toList());
        }

        private static JsonObject json(ServerRow row) {
            var json = JsonObject.of("id", row.getId())
                    .with("address", row.getAddress())
                    .with("httpAddress", row.getHttpAddress())
                    .with("role", row.getRole())
                    .with("up", row.getUp());
            if (!row.getUp()) {
                return json.with("ready", false)
                        .with("notReadyBecause", row.getNotReadyBecause());
            }
            var told = row.getCanRunTo() == 0 ? json // a program of before servers told
                    : json.with("canRun", JsonObject.of("from", row.getCanRunFrom())
                            .with("to", row.getCanRunTo()));
            return told.with("term", row.getTerm())
                    .with("leader", row.getLeader())
                    .with("commitIndex", row.getCommitIndex())
                    .with("appliedIndex", row.getAppliedIndex())
                    .with("logStartIndex", row.getLogStartIndex())
                    .with("logEndIndex", row.getLogEndIndex())
                    .with("snapshotIndex", row.getSnapshotIndex())
                    .with("digest", row.getDigest())
                    .with("digestIndex", row.getDigestIndex())
                    .with("clockMillis", row.getClockMillis())
                    .with("rssBytes", row.getRssBytes())
                    .with("heapUsedBytes", row.getHeapUsedBytes())
                    .with("uptimeMillis", row.getUptimeMillis())
                    .with("version", row.getVersion())
                    .with("program", row.getVersion())
                    .with("pid", row.getPid())
                    .with("ready", row.getReady())
                    .with("notReadyBecause", row.getNotReadyBecause());
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
