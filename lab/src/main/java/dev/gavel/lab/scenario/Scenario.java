package dev.gavel.lab.scenario;

/** A story with crashes, played with real servers. */
interface Scenario {

    /** By which it is called, in lower case. */
    String name();

    /** What happens, in a sentence. */
    String about();

    /** Plays it on servers that all run, and checks on the way what must hold. */
    void play(Stage stage);
}
