package dev.gavel.server.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/** Measures the disk of the records now and then, so that a caller need not wait for it. */
public final class DiskGauge implements Supplier<Disk> {

    private final Path records;
    private volatile Disk last = Disk.UNKNOWN;

    /** A gauge for the records in this folder. */
    public DiskGauge(Path records) {
        this.records = records;
    }

    /** The disk as last measured. */
    @Override
    public Disk get() {
        return last;
    }

    /** Measures; waits for the disk. */
    public void measure() {
        try {
            last = new Disk(records.toFile().getUsableSpace(), size());
        } catch (IOException e) {
            last = Disk.UNKNOWN;
        }
    }

    private long size() throws IOException {
        var sum = new long[1];
        Files.walkFileTree(records, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // old parts of the log go while one looks
            }
        });
        return sum[0];
    }
}
