package dev.gavel.client.shell;

import dev.gavel.client.cli.House;
import dev.gavel.client.cli.VerbProvider;

/** Brings the shell into the tree of verbs. */
public final class ShellVerbProvider implements VerbProvider {

    @Override
    public Object verb(House house) {
        return new ShellVerb(house);
    }
}
