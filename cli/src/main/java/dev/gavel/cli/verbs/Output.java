package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/** Where results go: sentences and tables, or JSON lines and nothing else. */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Look look;

    /** Results to {@code out}, what else there is to know to {@code err}. */
    public Output(PrintWriter out, PrintWriter err, Look look) {
        this.out = out;
        this.err = err;
        this.look = look;
    }

    /** Who looks. */
    public Look look() {
        return look;
    }

    /** Whether nobody takes results any more, as after {@code head}. */
    boolean isClosed() {
        return out.checkError();
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

    /** As {@link #line(String)}, in a colour where there are colours. */
    void line(String text, Ink ink) {
        line(look.colours() ? ink.on(text) : text);
    }

    /** What is no result: why there is none, or what else to know. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** As {@link #note(String)}, where something went wrong. */
    void refusal(String text) {
        note(look.colours() ? Ink.BAD.on(text) : text);
    }

    /** As it is, with whatever moves the cursor. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** As the other, with all columns and no colours. */
    void table(List<String> head, List<List<String>> rows) {
        table(head, rows, List.of(), row -> Ink.PLAIN);
    }

    /**
     * On a terminal framed and as wide as that at most, else columns of equal width, which other programs
     * can cut.
     *
     * @param expendable heads of columns that can be missed, the first before the others
     * @param ink the colour of a row
     */
    public void table(List<String> head, List<List<String>> rows, List<String> expendable,
            Function<List<String>, Ink> ink) {
        if (rows.isEmpty()) {
            return;
        }
        if (look.terminal()) {
            new Table(head, rows, ink)
                    .lines(look.width().getAsInt(), expendable, look.colours())
                    .forEach(out::println);
            out.flush();
            return;
        }
        plain(head, rows);
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
