/** Tests of the certificates of a house. */
@NullMarked
package dev.gavel.cli.certs;

import org.jspecify.annotations.NullMarked;
