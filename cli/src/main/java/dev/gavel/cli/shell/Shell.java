package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.Amounts;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.cli.verbs.House;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.Misuse;
import dev.gavel.server.exit.Nearest;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
            Map.entry("can-bid", 1), Map.entry("buy", 1), Map.entry("rounds", 1));
    private static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
    private static final int USAGE = ExitCodes.USAGE;
    /** Words to the shell itself. */
    static final List<String> OWN_WORDS = List.of("use", "follow", "unfollow", "info", "as", "help",
            "exit", "quit");
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

    private void run(List<String> typed) {
        var words = withoutOwnName(typed);
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
                if (isNumber(first)) {
                    number(words);
                } else if (first.equals("dry-run") && !rest.isEmpty()
                        && !rest.getFirst().startsWith("-")) {
                    call(tried(rest));
                } else if (CommandTree.names().contains(first)) {
                    call(withAuction(words));
                } else if (auction.isPresent()) {
                    call(List.of("result", auction.get()));
                    hint(words);
                } else if (verbs().contains(first) || first.startsWith("-")) {
                    call(words);
                } else {
                    lost(first);
                }
            }
        }
    }

    /** Who copies a line from elsewhere may copy the name of the program with it. */
    private static List<String> withoutOwnName(List<String> words) {
        return words.size() > 1 && words.getFirst().matches("(\\./)?gavel")
                ? words.subList(1, words.size())
                : words;
    }

    /** However its thousands and decimals are marked. */
    private static boolean isNumber(String word) {
        return word.matches(NUMBER) || Amounts.isReadable(word);
    }

    /** A number alone is a bid; which auction it is for must be known. */
    private void number(List<String> words) {
        if (words.size() > 1 && !words.get(1).startsWith("-")) {
            var line = String.join(" ", words);
            house.output()
                    .note("nothing was bid: " + (Amounts.isAttempt(line) ? Amounts.noAmount(line)
                            : "a bid is a number alone, and options such as --max 200 behind it"));
            exitCode = USAGE;
        } else if (auction.isPresent()) {
            call(bid(auction.get(), words));
        } else {
            house.output()
                    .note("nothing was bid, for no auction is chosen: use ID chooses one, such as"
                            + " use 1, then " + words.getFirst() + " bids; list shows them");
            exitCode = USAGE;
        }
    }

    /** The result was shown; who meant something else with the line must hear that it was not done. */
    private void hint(List<String> words) {
        var line = String.join(" ", words);
        if (Amounts.isAttempt(line) || Amounts.isAttempt(words.getFirst())
                || (words.size() == 1 && Character.isDigit(line.charAt(0)))) {
            house.output()
                    .note("nothing was bid: " + Amounts.noAmount(
                            Amounts.isAttempt(line) ? line : words.getFirst()));
            exitCode = USAGE;
        } else if (words.size() > 1 && line.chars().anyMatch(Character::isDigit)) {
            house.output()
                    .note("nothing was done: there is no verb \"" + words.getFirst() + "\""
                            + Misuse.suggestion(words.getFirst(), verbs())
                            + "; a bid is a number alone");
            exitCode = USAGE;
        } else {
            Nearest.to(words.getFirst(), verbs())
                    .filter(near -> words.getFirst().length() > 2)
                    .ifPresent(near -> house.output()
                            .note("nothing was done: \"" + words.getFirst()
                                    + "\" is no verb; did you mean " + near + "?"));
        }
    }

    /** No verb, and no auction chosen whose result could be shown. */
    private void lost(String word) {
        house.output()
                .note((Amounts.isAttempt(word) ? "nothing was bid: " + Amounts.noAmount(word)
                        : "there is no verb \"" + word + "\""
                                + Misuse.suggestion(word, verbs()))
                        + "; no auction is chosen: use ID chooses one, and then a number bids and"
                        + " any other word shows its result; list shows them, help the verbs");
        exitCode = USAGE;
    }

    /** All that may begin a line. */
    static Collection<String> verbs() {
        var verbs = new ArrayList<>(CommandTree.names());
        verbs.addAll(OWN_WORDS);
        return verbs;
    }

    private static List<String> bid(String auction, List<String> words) {
        var bid = new ArrayList<>(List.of("bid", auction));
        bid.addAll(words);
        return bid;
    }

    /** "dry-run 130" tries a bid on the chosen auction; else its id goes in as for the verb itself. */
    private List<String> tried(List<String> words) {
        var tried = new ArrayList<>(List.of("dry-run"));
        tried.addAll(auction.isPresent() && isNumber(words.getFirst())
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
            if (exitCode == ExitCodes.UNREACHED) {
                call(List.of("result", auction.get(), "--local")); // enough to choose it
            }
            if (exitCode != 0) {
                auction = Optional.empty();
            }
        }
    }

    private void follow(List<String> rest) {
        if (rest.isEmpty()) {
            house.output()
                    .line(followed.isEmpty() ? "no auction is followed: type follow 2 3, for"
                            + " instance"
                            : "followed: " + String.join(", ", followed));
            exitCode = 0;
        }
        for (var id : rest) {
            if (followed.size() >= MOST_FOLLOWED && !followed.contains(id)) {
                house.output()
                        .note("at most " + MOST_FOLLOWED + " auctions can be followed: first type"
                                + " unfollow "
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
        if (String.join(" ", rest).isBlank()) {
            house.output().note("write a name: as ann");
            exitCode = USAGE;
        } else {
            var name = String.join(" ", rest);
            house = house.forUser(name, house.output());
            house.output().line("you are " + name);
            exitCode = 0;
        }
    }

    private void info() {
        house.output()
                .line("you are " + house.knownUser() + auction.map(id -> "; auction " + id
                        + " is chosen").orElse("; no auction is chosen: use ID, such as use 1"));
        exitCode = 0;
        auction.ifPresent(id -> call(List.of("show", id)));
    }

    private void help(List<String> rest) {
        if (!rest.isEmpty() && !verbs().contains(rest.getFirst())) {
            house.output()
                    .note("there is no verb \"" + rest.getFirst() + "\""
                            + Misuse.suggestion(rest.getFirst(), verbs())
                            + "; help alone lists the verbs");
            exitCode = USAGE;
            return;
        }
        if (!rest.isEmpty() && !OWN_WORDS.contains(rest.getFirst())) {
            var asked = new ArrayList<>(rest);
            asked.add("--help");
            call(asked);
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
