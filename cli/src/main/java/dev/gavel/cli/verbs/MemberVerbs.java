package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.client.UnansweredException;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.grpc.Rows;
import dev.gavel.wire.v1.ChangeMembersRequest;
import dev.gavel.wire.v1.Member;
import dev.gavel.wire.v1.MembersReply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which servers belong to the house, and how they change while it works. */
@Command(name = "members", description = "Which servers belong to the house; more, fewer or others while it works.", footer = {
        "", "Examples:", "  gavel members list",
        "  gavel members add 5               a server that was started with --join and --spare",
        "  gavel members add 5 --host 10.0.0.9 --http-port 8080 --client-port 20000 --raft-port 30000",
        "  gavel members remove 5", "  gavel members replace 2 --with 5   2 is dead, 5 waits"})
final class MemberVerbs extends Verb {

    private MemberVerbs(House house) {
        super(house);
    }

    /** The verb with its own verbs below it. */
    static CommandLine tree(House house) {
        return new CommandLine(new MemberVerbs(house))
                .addSubcommand("list", new ListMembers(house))
                .addSubcommand("add", new Add(house))
                .addSubcommand("remove", new Remove(house))
                .addSubcommand("replace", new Replace(house));
    }

    @Override
    public Integer call() {
        throw new UsageException("members list, add, remove or replace?");
    }

    /** Where a new server is, if it does not wait under its number already. */
    static final class Where {
        @Option(names = "--host", paramLabel = "HOST", description = "Host of the new server;"
                + " default: 127.0.0.1. Without --host and the ports, a server that already waits"
                + " is taken, with the addresses it told.")
        @Nullable
        String host;

        @Option(names = "--http-port", paramLabel = "PORT", description = "Default: 8080 + ID.")
        @Nullable
        Integer httpPort;

        @Option(names = "--client-port", paramLabel = "PORT", description = "Default: 20000 + 10 x ID.")
        @Nullable
        Integer clientPort;

        @Option(names = "--raft-port", paramLabel = "PORT", description = "Default: 30000 + 10 x ID.")
        @Nullable
        Integer raftPort;

        Member of(int id) {
            var member = Member.newBuilder().setId(id);
            if (host == null && httpPort == null && clientPort == null && raftPort == null) {
                return member.build();
            }
            return member.setHttpAddress(at("--http-port", httpPort, 8080 + id))
                    .setClientAddress(at("--client-port", clientPort, 20_000 + 10 * id))
                    .setRaftAddress(at("--raft-port", raftPort, 30_000 + 10 * id))
                    .build();
        }

        private String at(String option, @Nullable Integer given, int usual) {
            var port = given == null ? usual : given;
            if (port < 1 || port > 65_535) {
                throw new UsageException(option + ": must be 1 to 65535, was " + port);
            }
            var name = host == null ? "127.0.0.1" : host;
            return name.contains(":") ? "[" + name + "]:" + port : name + ":" + port;
        }
    }

    /** One that changes the members. */
    abstract static class Change extends OperatorVerbs.OperatorVerb {
        /** A new server may have much to fetch before it is taken in. */
        private static final Duration WITHIN = Duration.ofSeconds(75);

        Change(House house) {
            super(house);
        }

        abstract ChangeMembersRequest wish();

        @Override
        final int run() throws InterruptedException, UnansweredException {
            var done = changing(house().asking(WITHIN)).changeMembers(wish());
            if (house().wantsJson()) {
                house().output()
                        .json(JsonObject.of("index", done.getIndex())
                                .with("members",
                                        done.getMembersList()
                                                .stream()
                                                .map(MemberVerbs::json)
                                                .toList())
                                .with("message", done.getSentence()));
            } else {
                house().output().line(done.getSentence());
            }
            return ExitCodes.OK;
        }

        static int id(int id) {
            if (id < 0 || id > 999) {
                throw new UsageException("ID: must be 0 to 999, was " + id);
            }
            return id;
        }
    }

    @Command(name = "add", description = "Makes a server a member that was started with gavel"
            + " server ID --join. The server is brought up to date first, and does not vote before.", footer = {
                    "", "Example: gavel members add 5"})
    static final class Add extends Change {
        @Parameters(paramLabel = "ID", description = "Number of the new server.")
        private int id;

        @CommandLine.Mixin
        private Where where = new Where();

        Add(House house) {
            super(house);
        }

        @Override
        ChangeMembersRequest wish() {
            return ChangeMembersRequest.newBuilder().setAdd(where.of(id(id))).build();
        }
    }

    @Command(name = "remove", description = "Removes a server from the members; that server then"
            + " ends. A leader hands leadership over first. Refused if no majority of the remaining"
            + " members is up.", footer = {
                    "", "Example: gavel members remove 5"})
    static final class Remove extends Change {
        @Parameters(paramLabel = "ID", description = "Number of the server.")
        private int id;

        Remove(House house) {
            super(house);
        }

        @Override
        ChangeMembersRequest wish() {
            return ChangeMembersRequest.newBuilder().setRemove(id(id)).build();
        }
    }

    @Command(name = "replace", description = "Puts a server in the place of one that is dead or to be retired, in one change.", footer = {
            "", "Example: gavel members replace 2 --with 5"})
    static final class Replace extends Change {
        @Parameters(paramLabel = "ID", description = "Number of the server that is to go.")
        private int id;

        @Option(names = "--with", required = true, paramLabel = "ID", description = "Number of the new one.")
        private int with;

        @CommandLine.Mixin
        private Where where = new Where();

        Replace(House house) {
            super(house);
        }

        @Override
        ChangeMembersRequest wish() {
            if (id == with) {
                throw new UsageException("--with: must be another number than " + id);
            }
            return ChangeMembersRequest.newBuilder()
                    .setAdd(where.of(id(with)))
                    .setRemove(id(id))
                    .build();
        }
    }

    @Command(name = "list", description = "The members, and servers that wait to be taken in.", footer = {
            "", "Example: gavel members list --json"})
    static final class ListMembers extends OperatorVerbs.OperatorVerb {
        ListMembers(House house) {
            super(house);
        }

        @Override
        int run() throws InterruptedException, UnansweredException {
            var members = house().asking().members();
            var rows = house().asking()
                    .cluster()
                    .getServersList()
                    .stream()
                    .map(Rows::standing)
                    .collect(Collectors.toMap(Standing::id, Function.identity(),
                            (one, same) -> one));
            if (house().wantsJson()) {
                house().output().json(json(members, rows));
                return ExitCodes.OK;
            }
            var table = new ArrayList<List<String>>();
            members.getMembersList()
                    .forEach(one -> table.add(row(one, role(rows.get(one.getId())))));
            members.getWaitingList().forEach(one -> table.add(row(one, "waiting")));
            house().output().table(List.of("SERVER", "CLIENT", "HTTP", "RAFT", "ROLE"), table);
            return ExitCodes.OK;
        }

        private static JsonObject json(MembersReply members, Map<Integer, Standing> rows) {
            return JsonObject.of("house", members.getHouse())
                    .with("index", members.getIndex())
                    .with("members", members.getMembersList()
                            .stream()
                            .map(one -> MemberVerbs.json(one)
                                    .with("role", role(rows.get(one.getId()))))
                            .toList())
                    .with("waiting",
                            members.getWaitingList().stream().map(MemberVerbs::json).toList());
        }

        private static List<String> row(Member one, String role) {
            return List.of(Integer.toString(one.getId()), one.getClientAddress(),
                    one.getHttpAddress(), one.getRaftAddress(), role);
        }

        private static String role(@Nullable Standing one) {
            return one == null || !one.up() ? "down" : one.role();
        }
    }

    private static JsonObject json(Member one) {
        return JsonObject.of("id", one.getId())
                .with("address", one.getClientAddress())
                .with("httpAddress", one.getHttpAddress())
                .with("raftAddress", one.getRaftAddress());
    }
}
