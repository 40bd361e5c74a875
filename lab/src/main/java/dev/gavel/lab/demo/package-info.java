/** A whole house at once, with robots that bid, to look at and to break. */
@NullMarked
package dev.gavel.lab.demo;

import org.jspecify.annotations.NullMarked;
