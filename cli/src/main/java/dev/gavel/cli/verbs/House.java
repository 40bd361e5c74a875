package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.Answer;
import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Discovery;
import dev.gavel.client.FileTrouble;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.client.TimeLeft;
import dev.gavel.client.UnansweredException;
import dev.gavel.sellerrun.SaleHouse;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.wire.v1.Consistency;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The house as the verbs see it: who asks, whom, and where the results go. The connection is made when
 * something is first asked, so that help and mistakes cost none.
 */
public final class House implements AutoCloseable {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    /** Starting up takes a good part of this on a busy machine; a living server answers in less. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);
    /** Who asks by hand should not wait for servers that are not there. */
    private static final Duration WHEN_NONE_LISTENS = Duration.ofSeconds(2);

    private static final String DISCOVER = "GAVEL_DISCOVER";
    private static final Duration DISCOVER_WITHIN = Duration.ofMillis(1_500);
    private static final int NOT_FOUND = 404;

    private final CommonOptions options;
    private final Output output;
    private final Map<String, String> environment;
    private final Map<String, Kind> kinds;
    private final Connection connection;
    private final Supplier<TypedLines> typed;
    private final Pace pace;
    private final boolean inShell;
    /** Of all the calls of one verb, from the first of them on. */
    private @Nullable TimeLeft time;

    /** What never changes of an auction. */
    private record Kind(Currency currency, String format) {}

    /** Whose time {@code --timeout} is. */
    private enum Pace {
        /** Of all that a verb asks together. */
        VERB,
        /** Of each call anew. */
        CALL
    }

    /** The one connection, for all who ask under different options. */
    private static final class Connection {
        private @Nullable AuctionClient client;
    }

    House(CommonOptions options, Output output, Map<String, String> environment) {
        this(options, output, environment, new ConcurrentHashMap<>(), new Connection(),
                TypedLines::ofStandardInput, Pace.VERB, false);
    }

    private House(CommonOptions options, Output output, Map<String, String> environment,
            Map<String, Kind> kinds, Connection connection,
            Supplier<TypedLines> typed, Pace pace, boolean inShell) {
        this.options = options;
        this.output = output;
        this.environment = environment;
        this.kinds = kinds;
        this.connection = connection;
        this.typed = typed;
        this.pace = pace;
        this.inShell = inShell;
    }

    /**
     * The same house over the same connection, for the lines that a user of that name types into a shell,
     * with results elsewhere.
     */
    public House forUser(String user, Output elsewhere) {
        var others = options.copy();
        others.user = user;
        return new House(others, elsewhere, environment, kinds, connection, typed,
                Pace.CALL, true);
    }

    /** As {@link #forUser}, for a call that may have options of its own. */
    House with(CommonOptions others) {
        return new House(others, output, environment, kinds, connection, typed, Pace.VERB,
                inShell);
    }

    /** The same for what goes on and on: each of its calls has the whole time. */
    House unhurried() {
        return new House(options, output, environment, kinds, connection, typed, Pace.CALL,
                inShell);
    }

    /** The same, where what is typed while a verb runs comes from {@code lines}. */
    public House typedAs(TypedLines lines) {
        return new House(options, output, environment, kinds, connection, () -> lines,
                pace, inShell);
    }

    /** What is typed while a verb runs. */
    TypedLines typed() {
        return typed.get();
    }

    CommonOptions options() {
        return options;
    }

    /** Whether verbs are typed into a shell, without the name of this program before them. */
    boolean isInShell() {
        return inShell;
    }

    /** How {@code call}, a verb and what belongs to it, is typed here. */
    String typedAs(String call) {
        return inShell ? call : "gavel" + options.typedConfig() + " " + call;
    }

    /** How {@code call}, an operator's verb and what belongs to it, is typed for the same servers. */
    String typedByOperator(String call) {
        return "gavel " + call + options.typedConfig();
    }

    /** Whether somebody said who acts. */
    public boolean namesUser() {
        return options.user != null || !environment.getOrDefault("GAVEL_USER", "").isBlank();
    }

    /** Where results go. */
    public Output output() {
        return output;
    }

    /** Whether results are for a program. */
    public boolean wantsJson() {
        return options.json;
    }

    /** Variables that stand in for options. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The time of the next call: {@code usual} in all unless somebody says otherwise. */
    private TimeLeft time(Duration usual) {
        if (pace == Pace.CALL) {
            return new TimeLeft(options.timeout(usual));
        }
        synchronized (connection) {
            if (time == null) {
                time = new TimeLeft(options.timeout(usual));
            }
            return time;
        }
    }

    /**
     * Who acts.
     *
     * @throws UsageException where nobody says, and the system has no name for this user
     */
    public String user() {
        var name = knownUser();
        if (name.isEmpty() && environment.getOrDefault("GAVEL_TOKEN", "").isEmpty()) {
            throw new UsageException("say who you are: --as NAME, or set GAVEL_USER; the system has"
                    + " no name for this user");
        }
        return name;
    }

    /** Who acts; empty where nobody says, which is enough to look at what all may see. */
    public String knownUser() {
        if (options.user != null) {
            if (options.user.isBlank()) {
                throw new UsageException("--as: the name is empty; write one, such as --as ann");
            }
            return options.user;
        }
        var named = environment.getOrDefault("GAVEL_USER", "");
        return named.isBlank() ? systemUser() : named;
    }

    /** Java says "?" where the system does not know a user of this number. */
    private static String systemUser() {
        var name = System.getProperty("user.name", "");
        return name.equals("?") ? "" : name.strip();
    }

    /** Whom to ask. */
    public List<ServerAddress> servers() {
        if (discovers() && options.servers.isEmpty()) {
            return discovered();
        }
        return options.servers.isEmpty()
                ? ServerFile.servers(options.config, environment)
                : options.servers;
    }

    /** Whether the servers are those of a configuration, and all on this machine. */
    boolean couldStartServers() {
        return options.servers.isEmpty() && !discovers()
                && servers().stream().allMatch(House::isHere);
    }

    private static boolean isHere(ServerAddress server) {
        return server.host().matches("localhost|127\\..*|::1|\\[::1]");
    }

    private boolean discovers() {
        return options.discover
                || !environment.getOrDefault(DISCOVER, "no").matches("|no|false|off");
    }

    /** The house that is looked for: by name, where the environment gives one. */
    private String wanted(ServerFile.Network network) {
        var named = environment.getOrDefault(DISCOVER, "yes");
        return named.matches("|no|false|off|yes|true|on") ? network.house() : named;
    }

    private List<ServerAddress> discovered() {
        var network = ServerFile.network(options.config, environment);
        var house = wanted(network);
        try {
            var found = network.discovery().find(house, DISCOVER_WITHIN);
            if (found.isEmpty()) {
                throw new FailedException(Outcome.exception(Outcome.NO_SERVER,
                        "no server of the house \"" + house + "\" answers on this network (group "
                                + network.discovery().group() + ", UDP port "
                                + network.discovery().port() + "). Set discovery.enabled = true in"
                                + " the servers' configuration, or name a server: --server"
                                + " HOST:PORT"),
                        ExitCodes.UNREACHED);
            }
            return found.stream().map(Discovery.Found::address).toList();
        } catch (IOException e) {
            throw new FailedException(
                    Outcome.exception(Outcome.NO_SERVER, "--discover: " + FileTrouble.sentence(e)),
                    ExitCodes.UNREACHED);
        }
    }

    /** An answer over UDP proves nothing: the server itself is asked whose it is. */
    private AuctionClient checked(AuctionClient found) {
        var house = wanted(ServerFile.network(options.config, environment));
        try {
            var is = found.within(time(USUAL_TIMEOUT)).cluster().getHouse();
            if (!is.equals(house)) {
                found.close();
                throw new FailedException(Outcome.exception(Outcome.NO_SERVER,
                        "what answers on this network is the house \"" + is + "\", not \""
                                + house + "\""),
                        ExitCodes.UNREACHED);
            }
            return found;
        } catch (UnansweredException e) {
            found.close();
            throw new FailedException(e.outcome(), ExitCodes.UNREACHED);
        } catch (InterruptedException e) {
            found.close();
            Thread.currentThread().interrupt();
            throw new FailedException(Outcome.exception(Outcome.UNKNOWN, "interrupted"),
                    ExitCodes.INTERRUPTED);
        }
    }

    /** The connection to it, made when first asked for. */
    public AuctionClient client() {
        synchronized (connection) {
            if (connection.client == null) {
                connection.client = connect();
            }
            return connection.client;
        }
    }

    /** The connection for the next call of a verb, with the time that is left. */
    AuctionClient asking() {
        return asking(USUAL_TIMEOUT);
    }

    /** As {@link #asking()}, of a verb that usually takes so long. */
    AuctionClient asking(Duration usual) {
        var connected = client();
        return connected.within(time(usual));
    }

    private AuctionClient connect() {
        var config = ClientConfig.of(servers())
                .withDeadline(options.timeout(USUAL_TIMEOUT))
                .withTimeouts(CONNECT_TIMEOUT, ATTEMPT_TIMEOUT)
                .withWhenNoneListens(WHEN_NONE_LISTENS);
        var token = environment.get("GAVEL_TOKEN");
        if (token != null && !token.matches("[!-~]{1,4096}")) {
            throw new UsageException("GAVEL_TOKEN: a token has visible ASCII characters only");
        }
        var made = AuctionClient.connect(token == null ? config : config.withToken(token))
                .prepared();
        return discovers() && options.servers.isEmpty() ? checked(made) : made;
    }

    /** Has a command done; whatever came of it. */
    Outcome execute(JsonObject command) {
        return executeAs(user(), command);
    }

    Outcome executeAs(String user, JsonObject command) {
        var asked = asking();
        Crash.beforeChange();
        var outcome = await(asked.executeAsync(user, command));
        if (outcome.withoutEffect()) {
            Crash.hadNoEffect();
        }
        return outcome;
    }

    /** The house for a program that sells or buys, which changes something on its way. */
    SaleHouse forSale() {
        var asked = SaleHouse.of(client(), user());
        return new SaleHouse() {
            @Override
            public CompletableFuture<Outcome> tell(JsonObject command, String key) {
                Crash.beforeChange();
                return asked.tell(command, key);
            }

            @Override
            public CompletableFuture<Answer> ask(JsonObject query) {
                return asked.ask(query);
            }

            @Override
            public CompletableFuture<Answer> askAny(JsonObject query) {
                return asked.askAny(query);
            }

            @Override
            public String typedAs(String call) {
                return House.this.typedAs(call);
            }
        };
    }

    /** What would come of a command; nothing is done. */
    Outcome dryRun(JsonObject command) {
        return await(asking().dryRunAsync(user(), command));
    }

    /**
     * Reads a view.
     *
     * @throws FailedException if there is none to read
     */
    JsonObject read(JsonObject query) {
        return readAs(knownUser(), query);
    }

    /** As {@link #read}, of what {@code user} sees. */
    JsonObject readAs(String user, JsonObject query) {
        return found(await(asking().queryAsync(user, query)));
    }

    /** As {@link #read}, of what may lag a little but needs no majority. */
    JsonObject readLocal(JsonObject query) {
        return found(await(asking().queryAsync(knownUser(), query, Consistency.LOCAL)));
    }

    private static JsonObject found(Answer answer) {
        if (!answer.found()) {
            throw new FailedException(answer.refusal(), ExitCodes.of(answer));
        }
        return answer.json();
    }

    /**
     * The currency of an auction. It never changes, so a server that lags will do; one that does not
     * know the auction yet is not believed.
     */
    Currency currencyOf(String auction) {
        return kindOf(auction).currency();
    }

    /** Whether open bids are for many units there, so that each buyer pays the own price. */
    boolean sellsUnitsByOpenBids(String auction) {
        return FormatsByName.takesAllOrNothing(kindOf(auction).format());
    }

    private Kind kindOf(String auction) {
        var known = kinds.get(auction);
        if (known != null) {
            return known;
        }
        var query = JsonObject.of("query", "auction").with("auction", auction);
        var answer = await(asking().queryAsync(knownUser(), query, Consistency.LOCAL));
        var view = answer.status() == NOT_FOUND ? read(query) : found(answer);
        var kind = new Kind(currencyIn(view), view.text("format").orElse(""));
        kinds.put(auction, kind);
        return kind;
    }

    /** The format of an auction, by name. */
    String formatOf(String auction) {
        return read(JsonObject.of("query", "auction").with("auction", auction)).text("format")
                .orElse("");
    }

    /** The currency a view names. */
    static Currency currencyIn(JsonObject view) {
        return view.text("currency").flatMap(Currency::of).orElse(Currency.EUR);
    }

    /** Prints what came of a command, and gives the exit code for it. */
    int tell(Outcome outcome, String sentence) {
        return tell(outcome, sentence, "");
    }

    /** As {@link #tell(Outcome, String)}, with {@code before} in front of what people read. */
    int tell(Outcome outcome, String sentence, String before) {
        if (options.json) {
            output.json(outcome.json());
        } else if (outcome.succeeded()) {
            output.line(before + sentence, Ink.GOOD);
        } else {
            tellFailure(outcome, before);
        }
        return ExitCodes.of(outcome);
    }

    /**
     * Tells people why something was not done, the same wherever that came out: a no of the house stands
     * for itself, and what this program says by itself begins with its name.
     */
    void tellFailure(Outcome outcome, String before) {
        var isByTheHouse = outcome.status() == Outcome.Status.FAIL
                && !outcome.code().equals("FILE");
        output.refusal(isByTheHouse ? before + Sentences.ofFailure(outcome)
                : "gavel: " + (outcome.code().equals("FILE") ? outcome.message()
                        : Sentences.ofFailure(outcome)));
        Sentences.next(outcome, this).ifPresent(output::note);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(Outcome.exception(Outcome.UNKNOWN, "interrupted"),
                    Crash.mayHaveChangedSomething() ? ExitCodes.UNKNOWN : ExitCodes.INTERRUPTED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a future failed that never does", e);
        }
    }

    @Override
    public void close() {
        synchronized (connection) {
            if (connection.client != null) {
                connection.client.close();
            }
        }
    }
}
