/** The house through all its entrances: gRPC, HTTP, the command line, the sellers' programs. */
@NullMarked
package dev.gavel.lab.whole;

import org.jspecify.annotations.NullMarked;
