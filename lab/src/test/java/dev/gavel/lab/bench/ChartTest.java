package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

class ChartTest {

    private static Document parsed(List<Chart.Line> lines, boolean across, boolean up)
            throws Exception {
        var svg = Chart.svg("Bids & <more>", List.of(new Chart.Panel("Time to the answer",
                new Chart.Axis("bidders", across), new Chart.Axis("ms", up), lines)));
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static Chart.Point point(double x, double... runs) {
        return new Chart.Point(x,
                Runs.of(java.util.Arrays.stream(runs).boxed().toList()));
    }

    @Test
    void drawsEachPointTheSpreadOfItsRunsAndBothAxes() throws Exception {
        var svg = parsed(List.of(
                new Chart.Line("p50", List.of(point(0, 1), point(10, 1, 2, 4), point(1000, 9))),
                new Chart.Line("p99", List.of(point(10, 90)))), true, true);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(4);
        var text = svg.getDocumentElement().getTextContent();
        assertThat(text).contains("Bids & <more>", "bidders", "ms", "p50", "p99",
                "10: 2 (1–4)", "1k");
        var spread = 0;
        var lines = svg.getElementsByTagName("line");
        for (var i = 0; i < lines.getLength(); i++) {
            spread += lines.item(i)
                    .getAttributes()
                    .getNamedItem("class")
                    .getNodeValue()
                    .startsWith("spread") ? 1 : 0;
        }
        assertThat(spread).isEqualTo(1);
    }

    @Test
    void drawsOnePointNoneAndZerosToo() throws Exception {
        parsed(List.of(new Chart.Line("a", List.of(point(1, 5)))), true, true);
        parsed(List.of(new Chart.Line("a", List.of(point(0, 0)))), true, true);
        parsed(List.of(new Chart.Line("a", List.of(point(3, 0)))), false, false);
        assertThat(parsed(List.of(), true, true).getDocumentElement().getTextContent())
                .contains("not measured");
    }

    @Test
    void putsTicksAtRoundNumbers() {
        assertThat(Chart.decades(1, 1_000_000)).containsExactly(1.0, 10.0, 100.0, 1_000.0,
                10_000.0, 100_000.0, 1_000_000.0);
        assertThat(Chart.decades(3, 40)).containsExactly(5.0, 10.0, 20.0);
        assertThat(Chart.evenly(45_000)).containsExactly(0.0, 10_000.0, 20_000.0, 30_000.0,
                40_000.0);
        assertThat(Chart.evenly(0.7)).hasSizeBetween(3, 7);
    }

    @Test
    void labelsShortly() {
        assertThat(List.of(0.0, 0.25, 1.0, 20.0, 65_536.0, 1_000_000.0))
                .extracting(Chart::label)
                .containsExactly("0", "0.25", "1", "20", "65.5k", "1M");
    }
}
