/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.server.replica;

import org.jspecify.annotations.NullMarked;
