/** Stories that are played against five servers, and what they are played with. */
@NullMarked
package dev.gavel.lab.scenario;

import org.jspecify.annotations.NullMarked;
