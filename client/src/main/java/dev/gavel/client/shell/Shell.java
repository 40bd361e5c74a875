package dev.gavel.client.shell;

import dev.gavel.client.cli.CommandTree;
import dev.gavel.client.cli.House;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a line means: a verb, a bid, a question for the result, or a word to the shell itself. */
final class Shell {
    /** Verbs about an auction, and how many words they take with it. */
    private static final Map<String, Integer> ABOUT_AUCTION = Map.ofEntries(Map.entry("bid", 2),
            Map.entry("confirm", 2), Map.entry("open", 1), Map.entry("show", 1),
            Map.entry("join", 1), Map.entry("leave", 1), Map.entry("withdraw", 1),
            Map.entry("retract", 1), Map.entry("result", 1), Map.entry("history", 1),
            Map.entry("pause", 1), Map.entry("resume", 1), Map.entry("close", 1),
            Map.entry("cancel", 1), Map.entry("accept", 1), Map.entry("refuse", 1),
            Map.entry("commit", 2), Map.entry("reveal", 2), Map.entry("explain", 1),
            Map.entry("can-bid", 1), Map.entry("buy", 1));
    private static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
    private static final int USAGE = 2;
    /** Each has a line above the prompt, and a stream of its own. */
    private static final int MOST_FOLLOWED = 8;

    private final PrintWriter out;
    private final PrintWriter err;
    private House house;
    private Optional<String> auction = Optional.empty();
    private final Set<String> followed = new LinkedHashSet<>();
    private boolean over;
    private int exitCode;

    Shell(House house, PrintWriter out, PrintWriter err) {
        this.house = house;
        this.out = out;
        this.err = err;
    }

    House house() {
        return house;
    }

    /** The auction chosen with {@code use}. */
    Optional<String> auction() {
        return auction;
    }

    /** Those whose prices are to be seen beside it, in the order they were named. */
    Set<String> followed() {
        return Collections.unmodifiableSet(followed);
    }

    boolean isOver() {
        return over;
    }

    /** Exit code of the last line. */
    int exitCode() {
        return exitCode;
    }

    void run(String line) {
        List<String> words;
        try {
            words = Words.of(line);
        } catch (IllegalArgumentException e) {
            house.output().note(String.valueOf(e.getMessage()));
            exitCode = USAGE;
            return;
        }
        if (!words.isEmpty()) {
            run(words);
        }
    }

    private void run(List<String> words) {
        var first = words.getFirst();
        var rest = words.subList(1, words.size());
        switch (first) {
            case "exit", "quit" -> over = true;
            case "help", "?" -> help(rest);
            case "use" -> use(rest);
            case "as" -> as(rest);
            case "info" -> info();
            case "follow" -> follow(rest);
            case "unfollow" -> unfollow(rest);
            default -> {
                if (auction.isPresent() && first.matches(NUMBER)) {
                    call(bid(auction.get(), words));
                } else if (first.equals("dry-run") && !rest.isEmpty()
                        && !rest.getFirst().startsWith("-")) {
                    call(tried(rest));
                } else if (CommandTree.names().contains(first)) {
                    call(withAuction(words));
                } else if (auction.isPresent()) {
                    call(List.of("result", auction.get()));
                } else {
                    call(words);
                }
            }
        }
    }

    private static List<String> bid(String auction, List<String> words) {
        var bid = new ArrayList<>(List.of("bid", auction));
        bid.addAll(words);
        return bid;
    }

    /** "dry-run 130" tries a bid on the chosen auction; else its id goes in as for the verb itself. */
    private List<String> tried(List<String> words) {
        var tried = new ArrayList<>(List.of("dry-run"));
        tried.addAll(auction.isPresent() && words.getFirst().matches(NUMBER)
                ? bid(auction.get(), words)
                : withAuction(words));
        return tried;
    }

    private void call(List<String> words) {
        exitCode = CommandTree.runLine(house, words.toArray(String[]::new), out, err);
    }

    /** The chosen auction goes in where the line names none. */
    private List<String> withAuction(List<String> words) {
        var needed = ABOUT_AUCTION.get(words.getFirst());
        var given = words.stream().skip(1).takeWhile(word -> !word.startsWith("-")).count();
        if (needed == null || auction.isEmpty() || given >= needed || words.contains("--help")
                || words.contains("-h") || words.contains("--item")) {
            return words;
        }
        var more = new ArrayList<>(words);
        more.add(1, auction.get());
        return more;
    }

    private void use(List<String> rest) {
        auction = rest.stream().findFirst();
        exitCode = 0;
        if (auction.isPresent()) {
            call(List.of("result", auction.get()));
            if (exitCode != 0) {
                auction = Optional.empty();
            }
        }
    }

    private void follow(List<String> rest) {
        if (rest.isEmpty()) {
            house.output()
                    .line(followed.isEmpty() ? "nothing is followed: follow 2 3"
                            : "followed: " + String.join(", ", followed));
            exitCode = 0;
        }
        for (var id : rest) {
            if (followed.size() >= MOST_FOLLOWED && !followed.contains(id)) {
                house.output()
                        .note("no more than " + MOST_FOLLOWED + " are followed: unfollow "
                                + followed.iterator().next());
                exitCode = USAGE;
                return;
            }
            call(List.of("result", id));
            if (exitCode != 0) {
                return;
            }
            followed.add(id);
        }
    }

    private void unfollow(List<String> rest) {
        if (rest.isEmpty()) {
            followed.clear();
        } else {
            rest.forEach(followed::remove);
        }
        exitCode = 0;
    }

    private void as(List<String> rest) {
        if (rest.isEmpty()) {
            house.output().note("write a name: as ann");
            exitCode = USAGE;
        } else {
            house = house.forUser(rest.getFirst(), house.output());
            exitCode = 0;
        }
    }

    private void info() {
        house.output()
                .line("you are " + house.user() + auction.map(id -> "; auction " + id
                        + " is chosen").orElse("; no auction is chosen: use 1"));
        exitCode = 0;
        auction.ifPresent(id -> call(List.of("show", id)));
    }

    private void help(List<String> rest) {
        if (!rest.isEmpty()) {
            call(List.of(rest.getFirst(), "--help"));
            return;
        }
        for (var line : Arrays.asList("use 1          choose auction 1; \"use\" alone lets it go",
                "follow 2 3     keep the prices of auctions 2 and 3 above the prompt; unfollow 2",
                "125.50         bid that on the chosen auction",
                "?              any other word: the result of the chosen auction",
                "dry-run 125.50 what that bid would do; explain: why it stands so; can-bid: may I?",
                "info           who you are and how the chosen auction stands",
                "as ann         act as ann from now on", "help bid       about one verb",
                "exit           leave", "",
                "verbs: " + String.join(", ", CommandTree.names()))) {
            house.output().line(line);
        }
        exitCode = 0;
    }
}
