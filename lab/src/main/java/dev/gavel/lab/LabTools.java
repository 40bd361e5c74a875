package dev.gavel.lab;

import dev.gavel.cli.verbs.ToolProvider;
import dev.gavel.lab.bench.BenchCommand;
import dev.gavel.lab.demo.DemoCommand;
import dev.gavel.lab.scenario.ScenarioCommand;

import java.util.Map;
import java.util.function.Supplier;

/** The verbs by which a house is tried out: shown, put to the test, measured, and watched under load. */
public final class LabTools implements ToolProvider {

    @Override
    public Map<String, Supplier<Object>> tools() {
        return Map.of("bench", BenchCommand::new, "demo", DemoCommand::new, "scenario",
                ScenarioCommand::new, "train", TrainCommand::new);
    }
}
