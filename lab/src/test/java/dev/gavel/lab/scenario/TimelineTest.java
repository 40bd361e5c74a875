package dev.gavel.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.process.Failures;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Diagrams and logs of stories, without servers. */
class TimelineTest {

    private long nanos;

    @Test
    void drawsWhoAskedWhomAndWhoDied() {
        var timeline = new Timeline(List.of(0, 1), () -> nanos);
        timeline.turn(0, Timeline.State.LEADS, "S0 leads in term 1");
        nanos = 120_000_000;
        timeline.request("ann", 1, "bid 5.00");
        timeline.answer(1, "ann", "success");
        timeline.turn(0, Timeline.State.DEAD, "CRASH: S0 is killed");
        nanos = 1_500_000_000;
        timeline.turn(1, Timeline.State.LEADS, "S1 leads in term 2");
        timeline.turn(0, Timeline.State.RUNS, "S0 is back");
        timeline.note("the end");
        assertThat(timeline.lines()).containsExactly(
                "   time    ann    S0     S1",
                "  0.000     |      L      |     S0 leads in term 1",
                "  0.120     o------------>|     ann: bid 5.00",
                "  0.120     |<------------o     success",
                "  0.120     |      X      |     CRASH: S0 is killed",
                "  1.500     |      :      L     S1 leads in term 2",
                "  1.500     |      ^      #     S0 is back",
                "  1.500     |      |      #     the end",
                "time in seconds;  | runs   L # leads   X killed   : dead   ^ back"
                        + "   = ! stands still   o--> asks   <--o answers");
    }

    @Test
    void endsBadlyWhenOneThingDidNotHold() {
        var log = new StringWriter();
        var copy = new StringWriter();
        var story = new Story(new PrintWriter(log), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        story.copyTo(new PrintWriter(copy));
        story.tell("a tale");
        story.check(true, "this holds");
        story.check(false, "this does not");
        assertThat(story.end()).isFalse();
        assertThat(log.toString().lines()).containsExactly("00:00:00.000      a tale",
                "00:00:00.000  ok  this holds", "00:00:00.000  NO  this does not",
                "00:00:00.000  NO  1 of the things that must hold did not");
        assertThat(copy).hasToString(log.toString());
    }

    @Test
    void listsTheStoriesAndSaysWhichThereAreWhereOneIsUnknown() {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Failures.applyTo(new CommandLine(new ScenarioCommand()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        assertThat(line.execute()).isZero();
        assertThat(out.toString().lines()).hasSize(ScenarioCommand.ALL.size())
                .anyMatch(story -> story.startsWith("disys-m5"));
        assertThat(line.execute("no-such-story")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("there is no story no-such-story; there are handin");
    }
}
