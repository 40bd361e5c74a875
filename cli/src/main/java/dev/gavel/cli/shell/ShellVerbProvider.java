package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.House;
import dev.gavel.cli.verbs.VerbProvider;

/** Brings the shell into the tree of verbs. */
public final class ShellVerbProvider implements VerbProvider {

    @Override
    public Object verb(House house) {
        return new ShellVerb(house);
    }
}
