package dev.gavel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A short run against servers of its own: that it measures, not how fast they are. */
class BenchIT {

    @Test
    @Timeout(120)
    void measuresAHouseOfItsOwn() throws IOException {
        var out = new StringWriter();
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
        assertThat(line.execute("--servers", "3", "--bidders", "8", "--warm-up", "1", "--seconds",
                "2", "--json")).isZero();
        var result = new ObjectMapper().readTree(out.toString());
        assertThat(result.path("what").asText()).isEqualTo("closed-loop");
        assertThat(result.path("servers").asInt()).isEqualTo(3);
        assertThat(result.path("accepted").asLong()).isPositive();
        assertThat(result.path("exceptions").asLong()).isZero();
        assertThat(result.path("p50Millis").asDouble()).isPositive();
        assertThat(result.path("cpuMicrosPerBid").asDouble()).isPositive();
        assertThat(result.path("rssMib").asLong()).isPositive();
    }
}
