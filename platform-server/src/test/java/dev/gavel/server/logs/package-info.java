/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.server.logs;

import org.jspecify.annotations.NullMarked;
