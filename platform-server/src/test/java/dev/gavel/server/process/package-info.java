/** Tests of the process that a server runs in. */
@NullMarked
package dev.gavel.server.process;

import org.jspecify.annotations.NullMarked;
