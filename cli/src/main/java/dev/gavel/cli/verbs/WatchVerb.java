package dev.gavel.cli.verbs;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.Optional;

/** {@code gavel watch}: what happens, as it happens. */
@Command(name = "watch", description = "Print events as they happen, in one auction or in all. When"
        + " a server fails, goes on at another by itself. On a terminal, a single auction has a"
        + " chart of its price below. Ctrl-C ends it.", footer = {"", "Examples:",
                "  gavel watch 1", "  gavel watch --json",
                "  gavel watch --after 815.2 --json   all since that position, then live"})
final class WatchVerb extends ReadingVerb {
    private static final long LOOK_MILLIS = 200;

    @Parameters(paramLabel = "AUCTION", arity = "0..1", description = "Id of the auction, such as"
            + " 1; default: all.")
    private Optional<String> auction = Optional.empty();

    @Option(names = "--after", paramLabel = "POSITION", description = "Begin after this feed"
            + " position, such as 815.2; default: from now on.")
    private Optional<String> after = Optional.empty();

    @Option(names = "--until-closed", description = "End when the auction is over.")
    private boolean untilClosed;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
    private Optional<Long> count = Optional.empty();

    @Option(names = "--for", paramLabel = "TIME", description = "End after so long, such as 1m.")
    private Optional<Duration> length = Optional.empty();

    private Optional<LiveChart> live = Optional.empty();

    WatchVerb(House house) {
        super(house.unhurried());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (untilClosed && auction.isEmpty()) {
            throw new UsageException("--until-closed needs an auction");
        }
        var from = after.map(WatchVerb::position);
        var stood = Optional.<JsonObject>empty();
        if (auction.isPresent()) {
            var view = read(
                    JsonObject.of("query", "result").with("auction", auction.get()));
            if (!house().wantsJson()) {
                house().output().line(Views.result(view));
                if (house().output().look().moving()) {
                    live = Optional.of(new LiveChart(LiveAuction.read(house(), auction.get()),
                            house().output()));
                }
            }
            stood = from.isEmpty() ? Optional.of(view) : Optional.empty();
            if (from.isEmpty() && isOver(view)) {
                if (untilClosed) {
                    return ExitCodes.OK;
                }
                house().output()
                        .note("the auction is over; events that still come are shown here, until"
                                + " Ctrl-C");
            }
            from = from.or(() -> Optional.of(
                    new FeedPosition(view.number("index").orElse(0) + 1, 0)));
        }
        if (auction.isEmpty()) {
            house().readLocal(JsonObject.of("query", "auctions").with("limit", 1)); // is anybody there?
        }
        try (var feed = new Feed(house().client(), house().knownUser(), auction, from)) {
            stood.ifPresent(view -> feed.after(auction.orElseThrow(), view));
            var code = follow(feed);
            live.ifPresent(LiveChart::last);
            return code;
        }
    }

    private static FeedPosition position(String text) {
        return FeedPosition.parse(text)
                .orElseThrow(() -> new UsageException(
                        "\"" + text
                                + "\" is no feed position; write one as events show it, such as 815.2"));
    }

    private static boolean isOver(JsonObject view) {
        return view.text("state")
                .filter(state -> state.equals("closed")
                        || state.equals("cancelled"))
                .isPresent();
    }

    private int follow(Feed feed) throws InterruptedException {
        var until = System.nanoTime() + length.map(Duration::toNanos).orElse(0L);
        var left = count.orElse(Long.MAX_VALUE);
        while (left > 0 && (length.isEmpty() || until - System.nanoTime() > 0)
                && !house().output().isClosed()) {
            var news = feed.next(LOOK_MILLIS);
            live.ifPresent(chart -> chart.before(news));
            switch (news) {
                case Feed.News.Happened happened when happened.isRepeat()
                        && !house().wantsJson() -> {
                    // a leader's better maximum is nobody else's to see
                }
                case Feed.News.Happened happened -> {
                    var event = happened.event();
                    if (house().wantsJson()) {
                        house().output().json(event.json());
                    } else {
                        house().output().line(Feed.line(house(), happened), ink(happened));
                    }
                    left--;
                    if (event.isClose() && auction.isPresent() && house().namesUser()
                            && !house().wantsJson()) {
                        Farewell.of(house(), auction.get()).ifPresent(house().output()::line);
                    }
                    live.ifPresent(LiveChart::draw);
                    if (untilClosed && (event.type().equals("auctionClosed")
                            || event.type().equals("auctionCancelled"))) {
                        return ExitCodes.OK;
                    }
                }
                case Feed.News.Reset(var position, var view) -> {
                    tellReset(position, view);
                    if (untilClosed && isOver(view)) {
                        return ExitCodes.OK;
                    }
                }
                case Feed.News.Interrupted(var server, var why) -> house().output()
                        .note(
                                "lost " + server + " (" + why + "), going on at another server");
                case Feed.News.Refused(var why) -> throw new FailedException(why,
                        ExitCodes.of(why));
                case null -> live.ifPresent(LiveChart::draw);
            }
        }
        return ExitCodes.OK;
    }

    private Ink ink(Feed.News.Happened happened) {
        var event = happened.event();
        return switch (event.type()) {
            case "bidAccepted" -> event.json()
                    .text("leader")
                    .filter(house().knownUser()::equals)
                    .isPresent() ? Ink.GOOD : Ink.PLAIN;
            case "auctionExtended", "auctionPaused", "auctionResumed" -> Ink.NOTICE;
            case "auctionClosed", "auctionCancelled", "offerSettled" -> Ink.BOLD;
            default -> Ink.PLAIN;
        };
    }

    private void tellReset(FeedPosition position, JsonObject view) {
        if (house().wantsJson()) {
            house().output()
                    .json(JsonObject.of("position", position.toString())
                            .with("type", "reset")
                            .with("view", view));
        } else if (view.has("state")) {
            house().output().line("some events were missed; now: " + Views.result(view));
        } else {
            house().output().line("some events were missed");
        }
    }
}
