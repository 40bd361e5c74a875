/**
 * What holds for every machine and for every replica of one, as tests: for the machines and replicas of
 * this project, and in a jar of its own for whoever embeds this module.
 */
@NullMarked
package dev.gavel.raft.contract;

import org.jspecify.annotations.NullMarked;
