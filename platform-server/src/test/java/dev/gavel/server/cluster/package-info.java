/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.server.cluster;

import org.jspecify.annotations.NullMarked;
