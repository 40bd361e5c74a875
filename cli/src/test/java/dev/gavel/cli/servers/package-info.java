/** Tests of the verbs that run servers, and read what those keep. */
@NullMarked
package dev.gavel.cli.servers;

import org.jspecify.annotations.NullMarked;
