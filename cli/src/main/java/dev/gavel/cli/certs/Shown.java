package dev.gavel.cli.certs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gavel.cli.verbs.Ink;
import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code gavel certs show} shows: a row for the root, and one for each holder. */
final class Shown {

    /** Hexadecimal digits of a fingerprint that people compare. */
    private static final int DIGITS = 16;
    private static final String ROOT = "root";

    private final List<Row> rows;
    private final boolean isRootsKeyHere;

    private Shown(List<Row> rows, boolean isRootsKeyHere) {
        this.rows = rows;
        this.isRootsKeyHere = isRootsKeyHere;
    }

    private record Row(String whose, Optional<X509Certificate> certificate, Set<Issue> issues) {

        String until() {
            return certificate.map(Issued::until).map(Object::toString).orElse("-");
        }

        String words() {
            return issues.isEmpty() ? "-"
                    : String.join(", ", issues.stream().map(Issue::toString).toList());
        }

        List<String> cells() {
            return List.of(whose, until(), certificate.map(Issued::fingerprint)
                    .map(all -> all.substring(0, DIGITS))
                    .orElse("-"), words());
        }

        Ink ink() {
            return issues.isEmpty() ? Ink.PLAIN
                    : issues.equals(Set.of(Issue.ENDS_SOON)) ? Ink.NOTICE : Ink.BAD;
        }

        String json() {
            var row = JsonNodeFactory.instance.objectNode().put("whose", whose);
            certificate.ifPresent(it -> row.put("until", it.getNotAfter().toInstant().toString())
                    .put("fingerprint", Issued.fingerprint(it)));
            var all = row.putArray("issues");
            issues.forEach(issue -> all.add(issue.toString()));
            return row.toString();
        }
    }

    /** Of all that is in the folder of {@code house}. */
    static Shown of(HouseCertificates house) throws IOException {
        var root = house.lookAtRoot();
        var isRootsKeyHere = !root.issues().contains(Issue.NO_KEY);
        var holders = house.holders(isRootsKeyHere);
        if (root.certificate().isEmpty() && house.folder().any().isEmpty()) {
            return new Shown(List.of(), isRootsKeyHere);
        }
        root.issues().remove(Issue.NO_KEY); // it belongs on one machine only
        var rows = new ArrayList<Row>();
        rows.add(new Row(ROOT, root.certificate(), root.issues()));
        for (var holder : holders) {
            var found = house.look(holder, root.certificate());
            rows.add(new Row(holder.toString(), found.certificate(), found.issues()));
        }
        return new Shown(rows, isRootsKeyHere);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    boolean isWell() {
        return rows.stream().allMatch(row -> row.issues().isEmpty());
    }

    List<String> json() {
        return rows.stream().map(Row::json).toList();
    }

    void print(PrintWriter out, PrintWriter err) {
        Map<String, Ink> inks = new HashMap<>();
        rows.forEach(row -> inks.put(row.whose(), row.ink()));
        new Output(out, err, Look.ofThisProcess()).table(
                List.of("WHOSE", "UNTIL", "FINGERPRINT", "ISSUES"),
                rows.stream().map(Row::cells).toList(), List.of("FINGERPRINT"),
                cells -> inks.getOrDefault(cells.getFirst(), Ink.PLAIN));
    }

    /** What can be done about what is wrong, with the option {@code typed} that names the house. */
    Optional<String> next(String typed) {
        if (!rows.getFirst().issues().isEmpty()) {
            return Optional.of(rows.getFirst().issues().contains(Issue.ENDS_SOON)
                    ? "what next: make another root with gavel certs init --replace" + typed
                    : "what next: gavel certs renew" + typed
                            + " says how the root is put right");
        }
        if (!isRootsKeyHere) {
            return Optional.of("the root's key is on another machine, where certificates are made"
                    + " and renewed");
        }
        return isWell() ? Optional.empty()
                : Optional.of("what next: gavel certs renew" + typed);
    }
}
