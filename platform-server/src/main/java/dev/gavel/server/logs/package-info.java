/**
 * How a server speaks to its operators: a line for each kind of failure, a count of its repeats, a line
 * when it has ended, and one whole trace of each kind in a file of its own. All of it is bounded, and no
 * thread that serves ever waits for it. It is built of logback's parts; {@link dev.gavel.server.logs.ServerLog}
 * puts them together.
 */
@NullMarked
package dev.gavel.server.logs;

import org.jspecify.annotations.NullMarked;
