package dev.gavel.cli.verbs;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/** The chart of an auction that stays below what is told of it, at the end of a terminal. */
final class LiveChart {
    private static final int HEIGHT = 6;
    private static final int WIDEST = 120;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LiveAuction auction;
    private final Output output;
    private int shown;
    private boolean dirty = true;
    private long drawnNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);

    LiveChart(LiveAuction auction, Output output) {
        this.auction = auction;
        this.output = output;
    }

    /** Takes itself away before news is told, and hears it. */
    void before(Feed.@Nullable News news) {
        if (news != null) {
            erase();
            auction.hear(news);
            dirty = true;
        }
    }

    /** Draws itself anew where that is worth it: the time left runs on by the second. */
    void draw() {
        var age = System.nanoTime() - drawnNanos;
        if (age < (dirty ? REDRAW_NANOS : TimeUnit.SECONDS.toNanos(1))
                || (auction.isOver() && shown > 0 && !dirty)) {
            return;
        }
        drawNow();
    }

    /** Draws what was not drawn yet, for there will be no other time. */
    void last() {
        if (dirty) {
            drawNow();
        }
    }

    private void drawNow() {
        erase();
        var look = output.look();
        var width = Math.min(look.width().getAsInt() - 1, WIDEST);
        var text = new StringBuilder();
        for (var line : auction.chart()
                .lines(width, HEIGHT, auction.isOver() ? 0
                        : auction.houseNow())) {
            text.append(line).append('\n');
            shown++;
        }
        var standing = auction.standing();
        text.append(look.colours() ? Ink.BOLD.on(cut(standing, width)) : cut(standing, width))
                .append('\n');
        shown++;
        output.raw(text.toString());
        dirty = false;
        drawnNanos = System.nanoTime();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }

    private void erase() {
        if (shown > 0) {
            output.raw("\u001b[" + shown + "A\r\u001b[J");
            shown = 0;
        }
    }
}
