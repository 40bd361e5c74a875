/** Servers as processes of this machine, started as people start them. */
@NullMarked
package dev.gavel.lab.processes;

import org.jspecify.annotations.NullMarked;
