/** Tests of the demonstration. */
@NullMarked
package dev.gavel.lab.demo;

import org.jspecify.annotations.NullMarked;
