package dev.gavel.cli.servers;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gavel upgrade}: from one program to the next while the house works. */
@Command(name = "upgrade", description = "From one version of the program to the next, while the house works.", footer = {
        "", "Examples, in this order:",
        "  gavel upgrade rehearse /mnt/gavel-2026-11-21   a backup under the new program: the same digests?",
        "  gavel upgrade roll                             servers of this machine, one after another",
        "  gavel upgrade status                           what each can run, and what is in the way",
        "  gavel upgrade adopt                            the new rules, once all servers can run them",
        "Until the house adopts the new rules, the old program can be put back: docs/UPGRADING.md."}, subcommands = {
                UpgradeStatus.class, UpgradeRoll.class, UpgradeAdopt.class, UpgradeRehearse.class})
public final class UpgradeCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a verb of its own there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "upgrade status, roll, adopt or rehearse?");
    }
}
