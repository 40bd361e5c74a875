/** Tests of how programs end. */
@NullMarked
package dev.gavel.client.exit;

import org.jspecify.annotations.NullMarked;
