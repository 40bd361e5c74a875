/** Tests of the library against scripted servers on loopback. */
@NullMarked
package dev.gavel.client;

import org.jspecify.annotations.NullMarked;
