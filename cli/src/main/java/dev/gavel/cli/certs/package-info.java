/**
 * {@code gavel certs}: the house's own authority, and the certificates by which its servers and its
 * operators show who they are. Bouncy Castle is known here only.
 */
@NullMarked
package dev.gavel.cli.certs;

import org.jspecify.annotations.NullMarked;
