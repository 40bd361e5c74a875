/**
 * How a server speaks to its operators. A kind of failure has a line, a count of its repeats, and
 * a line when it has ended. One whole trace of it is in a file of its own. All of it is bounded,
 * and no thread that serves ever waits for it. It is built of logback's parts;
 * {@link dev.gavel.server.logs.ServerLog} puts them together.
 */
@NullMarked
package dev.gavel.server.logs;

import org.jspecify.annotations.NullMarked;
