/** Real server processes that are killed, stopped and restarted while people bid. */
@NullMarked
package dev.gavel.lab.faults;

import org.jspecify.annotations.NullMarked;
