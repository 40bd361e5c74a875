package dev.gavel.server.config;

import dev.gavel.raft.Remedies;

/** The commands of {@code ./gavel} that put records right. */
enum GavelRemedies implements Remedies {

    /** The only instance. */
    INSTANCE;

    @Override
    public String fetchAll(int self) {
        return "type ./gavel records repair " + self;
    }

    @Override
    public String compare() {
        return "type ./gavel verify";
    }

    @Override
    public String skip(long index, int self) {
        return "type on every server's machine: ./gavel records skip " + index + " --server " + self
                + " (and so on for each server)";
    }
}
