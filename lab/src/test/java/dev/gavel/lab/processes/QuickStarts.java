package dev.gavel.lab.processes;

import static dev.gavel.cli.servers.ServerCommandLine.CLASS_ARCHIVE;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.lab.LabTools;
import dev.gavel.lab.scenario.House;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets one server run before the tests that start processes, and keeps the classes it loaded: those
 * tests start more than a hundred, each of which then takes half the processor time to be ready.
 */
public final class QuickStarts implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!LabTools.class.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .endsWith(".jar")) {
            return; // only classes of jars can be kept
        }
        var archive = Path.of("target", "servers.jsa").toAbsolutePath();
        try {
            Files.deleteIfExists(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty(CLASS_ARCHIVE, archive.toString());
        try (var cluster = DevCluster.start(1)) {
            var house = House.of(cluster);
            var auction = house.command("sue", House.op("create")
                    .put("name", "x")
                    .put("itemName", "x")
                    .put("format", "english")
                    .put("start", 100)
                    .put("open", true)).path("auction").asText();
            house.command("ann", House.op("bid").put("auction", auction).put("amount", 500));
            house.auction(auction);
        }
        if (!Files.exists(archive)) {
            System.clearProperty(CLASS_ARCHIVE);
        }
    }
}
