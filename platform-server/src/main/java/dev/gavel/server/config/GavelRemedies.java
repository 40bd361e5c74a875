package dev.gavel.server.config;

import dev.gavel.raft.Remedies;

/**
 * The commands of {@code ./gavel} that put records right.
 *
 * @param typed what names the configuration behind a verb, with a blank before it
 */
record GavelRemedies(String typed) implements Remedies {

    @Override
    public String fetchAll(int self) {
        return "type ./gavel records repair " + self + typed;
    }

    @Override
    public String compare() {
        return "type ./gavel verify" + typed;
    }

    @Override
    public String skip(long index, int self) {
        return "type on every server's machine: ./gavel records skip " + index + " --server " + self
                + typed + " (and so on for each server)";
    }
}
