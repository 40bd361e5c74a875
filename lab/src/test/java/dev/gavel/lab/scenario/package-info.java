/** Tests of the scenarios. */
@NullMarked
package dev.gavel.lab.scenario;

import org.jspecify.annotations.NullMarked;
