/** What a house is tried out with, told to the command line. */
@NullMarked
package dev.gavel.lab;

import org.jspecify.annotations.NullMarked;
