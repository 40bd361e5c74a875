/** What holds of all modules together. */
@NullMarked
package dev.gavel.lab;

import org.jspecify.annotations.NullMarked;
