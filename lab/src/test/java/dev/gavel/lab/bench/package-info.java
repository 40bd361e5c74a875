/** Tests of the load generator. */
@org.jspecify.annotations.NullMarked
package dev.gavel.lab.bench;
