package dev.gavel.cli.servers;

/**
 * Another build of the program than the one that runs this, to start servers with.
 *
 * @param classPath its jars
 * @param mainClass the class that is started with the words {@code server ID}
 */
public record Build(String classPath, String mainClass) {}
