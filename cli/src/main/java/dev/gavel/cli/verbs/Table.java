package dev.gavel.cli.verbs;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A table for people, no wider than their terminal: long words are cut first, then columns that can be
 * missed are left out, and at last each row is told in lines of its own.
 */
final class Table {
    /** Blanks at both sides of a cell, and one border. */
    private static final int FRAME = 3;
    /** Words are not cut below this: less says nothing. */
    private static final int LEAST = 8;
    private static final int MOST = 60;

    private final List<String> head;
    private final List<List<String>> rows;
    private final List<Ink> inks;

    /**
     * Of those rows, each with as many cells as the head.
     *
     * @param ink the colour of a row
     */
    Table(List<String> head, List<List<String>> rows, Function<List<String>, Ink> ink) {
        this(head, rows, rows.stream().map(ink).toList());
    }

    private Table(List<String> head, List<List<String>> rows, List<Ink> inks) {
        this.head = head;
        this.rows = rows;
        this.inks = inks;
    }

    /**
     * The lines.
     *
     * @param width columns there are
     * @param expendable heads of columns that can be missed, the first before the others
     */
    List<String> lines(int width, List<String> expendable, boolean colours) {
        var left = this;
        var missing = new ArrayList<String>();
        for (var next = 0; left.leastWidth() > width && next < expendable.size(); next++) {
            left = left.without(expendable.get(next));
            missing.add(expendable.get(next).toLowerCase(Locale.ROOT));
        }
        var lines = left.leastWidth() > width ? left.cards(colours) : left.framed(width, colours);
        if (!missing.isEmpty()) {
            missing.remove(""); // a column without a head is told with the one before it
            lines.add(tint(Ink.DIM, "(no room for " + String.join(", ", missing)
                    + ": a wider terminal or --json shows it)", colours));
        }
        return lines;
    }

    private Table without(String name) {
        var at = head.indexOf(name);
        if (at < 0) {
            return this;
        }
        return new Table(without(head, at), rows.stream().map(row -> without(row, at)).toList(),
                inks);
    }

    private static List<String> without(List<String> cells, int at) {
        var fewer = new ArrayList<>(cells);
        fewer.remove(at);
        return fewer;
    }

    private int natural(int column) {
        return Math.min(MOST, Math.max(head.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)));
    }

    /** Numbers are never cut: half a number is a wrong one. */
    private int least(int column) {
        return isNumeric(column) ? natural(column) : Math.min(LEAST, natural(column));
    }

    private int leastWidth() {
        var width = 1;
        for (var column = 0; column < head.size(); column++) {
            width += least(column) + FRAME;
        }
        return width;
    }

    private List<String> framed(int width, boolean colours) {
        var widths = new int[head.size()];
        var total = 1;
        for (var column = 0; column < widths.length; column++) {
            widths[column] = natural(column);
            total += widths[column] + FRAME;
        }
        for (; total > width; total--) {
            widths[widest(widths)]--;
        }
        var columns = new Column[widths.length];
        for (var column = 0; column < widths.length; column++) {
            columns[column] = new Column().header(head.get(column))
                    .headerAlign(HorizontalAlign.LEFT)
                    .minWidth(widths[column] + 2)
                    .maxWidth(widths[column] + 2, OverflowBehaviour.ELLIPSIS_RIGHT)
                    .dataAlign(isNumeric(column) ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT);
        }
        var lines = new ArrayList<>(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                columns, rows.stream()
                        .map(row -> row.toArray(Object[]::new))
                        .toArray(
                                Object[][]::new))
                .lines()
                .toList());
        lines.set(1, tint(Ink.BOLD, lines.get(1), colours));
        for (var row = 0; row < inks.size(); row++) {
            lines.set(row + 3, tint(inks.get(row), lines.get(row + 3), colours));
        }
        return lines;
    }

    /** The column to cut: the widest of those that can be. */
    private int widest(int[] widths) {
        var widest = -1;
        for (var column = 0; column < widths.length; column++) {
            if (widths[column] > least(column)
                    && (widest < 0 || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private List<String> cards(boolean colours) {
        var names = head.stream().mapToInt(String::length).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var row = 0; row < rows.size(); row++) {
            for (var column = 0; column < head.size(); column++) {
                var line = String.format(Locale.ROOT, "%-" + Math.max(1, names) + "s  %s",
                        head.get(column), rows.get(row).get(column));
                lines.add(tint(column == 0 ? Ink.BOLD : inks.get(row), line, colours));
            }
            lines.add("");
        }
        return lines;
    }

    private static String tint(Ink ink, String text, boolean colours) {
        return colours ? ink.on(text) : text;
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.isEmpty() || Character.isDigit(cell.charAt(0))
                        || cell.equals("-"));
    }
}
