package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random commands are tried first and then given: the trial must have foretold the answer. */
class DryRunTest {

    private static final int COMMANDS = 6_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void foretellsTheAnswer(long seed) throws Exception {
        var random = new Random(seed);
        var generator = new CommandGenerator(random);
        var house = HouseState.empty();
        var now = 1_900_000_000_000L;
        var whole = 0;
        var inPart = 0;
        var afterDeadline = 0;
        for (var index = 1; index <= COMMANDS; index++) {
            now += random.nextInt(100) == 0 ? random.nextInt(9_000) : random.nextInt(300);
            var step = generator.next(house);
            var command = MessageCodec.decodeCommand(step.json().getBytes(StandardCharsets.UTF_8));
            var by = UserName.parse(step.by());
            if (house.firstDeadline() <= now) { // a reader waits for that
                house = AuctionMachine.advance(house, now).after();
                afterDeadline++;
            }
            var told = text(Queries.answer(house, new Query.DryRun(command), by, index,
                    Instant.ofEpochMilli(now)).json());
            var outcome = AuctionMachine.apply(house, command, step.by(), now, index);
            var real = text(MessageCodec.encodeReply(outcome.reply().orElseThrow(), index,
                    Instant.ofEpochMilli(Math.max(now, house.timeMillis()))));
            var at = "seed " + seed + " command " + index + " by " + step.by() + ": "
                    + step.json();
            if (by.isEmpty() && !step.by().isEmpty()) {
                assertThat(told).as(at).contains("\"code\":\"BAD_COMMAND\"", "\"field\":\"by\"");
            } else if (told.contains("\"withheld\":[\"status\"")) {
                assertThat(real).as(at).doesNotContain("LATE", "SELF_BID", "NOT_INVITED");
                inPart++;
            } else if (told.contains("\"withheld\"")) {
                assertThat(verdict(told)).as(at).isEqualTo(verdict(real));
                assertThat(neitherToldNorNamed(told, real)).as(at + " -> " + told).isEmpty();
                inPart++;
            } else {
                assertThat(told).as(at)
                        .isEqualTo(
                                real.substring(0, real.length() - 1) + ",\"dryRun\":true}");
                whole++;
            }
            house = outcome.after();
        }
        assertThat(whole).as("told wholly").isGreaterThan(COMMANDS / 2);
        assertThat(inPart).as("told in part").isPositive();
        assertThat(afterDeadline).as("trials at which something fell due").isGreaterThan(50);
    }

    /** The fields of the real answer that the trial leaves out without saying so. */
    private static List<String> neitherToldNorNamed(String told, String real) throws Exception {
        var trial = JSON.readTree(told);
        var missing = new ArrayList<String>();
        JSON.readTree(real).fieldNames().forEachRemaining(missing::add);
        missing.removeIf(trial::has);
        trial.path("withheld").forEach(named -> missing.remove(named.asText()));
        return missing;
    }

    /** Status and code. */
    private static String verdict(String json) {
        return json.substring(0, json.indexOf(",\"message\""));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
