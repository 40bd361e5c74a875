package dev.gavel.cli.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the tree. */
@Command(name = "gavel", mixinStandardHelpOptions = true, versionProvider = Version.class, scope = ScopeType.INHERIT, synopsisSubcommandLabel = "VERB", usageHelpWidth = 100, optionListHeading = "%nOptions:%n", parameterListHeading = "%n", commandListHeading = "%nVerbs:%n", abbreviateSynopsis = true)
final class GavelCommand implements Runnable {

    @Mixin
    final CommonOptions options;

    /** What the root's help says beyond the list of verbs. */
    static final String[] FOOTER = {"", "Verbs that run servers; gavel VERB --help tells of each:",
            "  demo        Five servers, a few auctions and robots that bid.",
            "  server      One server, by its id.",
            "  cluster     The five of the configuration: start, stop, status, kill, pause, resume.",
            "  config      Check a configuration.",
            "  certs       Make, renew and show the certificates of servers and operators.",
            "  log         The log as JSON lines, of a server that runs or not.",
            "  records     Look at the records of servers that do not run, or repair them.",
            "  verify      Run the log again, and check that it comes out as before.",
            "  backup      Copy the records of a server, which may run.",
            "  restore     Begin again from such a copy, if all records are lost.",
            "  upgrade     Go to the next version of the program, while the house works.",
            "  scenario    Stories with crashes in them, and their logs.",
            "  bench       Measure.",
            "  train       Record what a server needs at its start, so that servers start fast.",
            "  test        Set up this machine for the tests, and run all of them.", "",
            "Examples:",
            "  gavel create --name \"Oak table\" --start 100.00 --duration 45s --open --as sue",
            "  gavel bid 1 125.50 --as ann", "  gavel result 1", "  gavel watch 1", "",
            "Exit codes:",
            "  0 done; 1 refused by a rule; 2 wrong usage or bad input; 3 outcome unknown;",
            "  4 no leader or no server reached in time; 70 a mistake in Gavel itself"};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    GavelCommand(CommonOptions options) {
        this.options = options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }
}
