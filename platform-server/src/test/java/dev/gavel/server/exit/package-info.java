/** Tests of how programs end. */
@NullMarked
package dev.gavel.server.exit;

import org.jspecify.annotations.NullMarked;
