package dev.gavel.client.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.gavel.client.JsonObject;

import java.io.PrintWriter;
import java.util.List;

/** Where results go: sentences and tables, or JSON lines and nothing else. */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;

    /**
     * Results to {@code out}, what else there is to know to {@code err}.
     *
     * @param terminal whether people look at it
     */
    public Output(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    void json(JsonObject object) {
        out.println(object);
        out.flush();
    }

    /** A result for people. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** What is no result: why there is none, or what else to know. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Framed on a terminal, else columns of equal width, which other programs can cut. */
    void table(List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (terminal) {
            var columns = head.stream()
                    .map(name -> new Column().header(name)
                            .maxWidth(60)
                            .dataAlign(isNumeric(head.indexOf(name), rows)
                                    ? HorizontalAlign.RIGHT
                                    : HorizontalAlign.LEFT))
                    .toArray(Column[]::new);
            line(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns,
                    rows.stream()
                            .map(
                                    row -> row.toArray(Object[]::new))
                            .toArray(Object[][]::new)));
            return;
        }
        plain(head, rows);
    }

    private static boolean isNumeric(int column, List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.isEmpty()
                        || Character.isDigit(cell.charAt(0)) || cell.equals("-"));
    }

    private void plain(List<String> head, List<List<String>> rows) {
        var widths = new int[head.size()];
        for (var column = 0; column < widths.length; column++) {
            var at = column;
            widths[column] = Math.max(head.get(column).length(),
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        plain(head, widths);
        rows.forEach(row -> plain(row, widths));
        out.flush();
    }

    private void plain(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (var column = 0; column < widths.length; column++) {
            line.append(cells.get(column))
                    .repeat(" ", widths[column] - cells.get(column).length())
                    .append("  ");
        }
        out.println(line.toString().stripTrailing());
    }
}
