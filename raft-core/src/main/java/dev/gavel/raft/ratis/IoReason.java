package dev.gavel.raft.ratis;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Puts the system's reason for a failure with a file into words for people. */
final class IoReason {

    private IoReason() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied -> "this user may not use " + denied.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case FileSystemException other -> other.getFile() + ": " + (other.getReason() == null
                    ? "it cannot be used"
                    : other.getReason());
            default -> e.getMessage() == null ? "the system does not say why" : e.getMessage();
        };
    }
}
