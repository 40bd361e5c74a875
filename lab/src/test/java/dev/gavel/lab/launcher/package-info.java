/** Tests of the launcher, the script gavel. */
@NullMarked
package dev.gavel.lab.launcher;

import org.jspecify.annotations.NullMarked;
