package dev.gavel.cli.verbs;

import java.util.concurrent.Callable;

/** Something to be done once; gives the exit code. */
abstract class Verb implements Callable<Integer> {
    private final House house;

    Verb(House house) {
        this.house = house;
    }

    final House house() {
        return house;
    }
}
