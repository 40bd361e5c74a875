package dev.gavel.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the system says of files and ports, in a sentence. */
public final class FileTrouble {
    private static final Pattern TECHNICAL = Pattern.compile("Exception|java\\.|dev\\.gavel|io\\.");

    private FileTrouble() {}

    /** Why it could not be read, written or listened at. */
    public static String sentence(IOException e) {
        var message = e.getMessage() == null ? "" : e.getMessage();
        return switch (e) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied -> "this user may not use " + denied.getFile();
            case FileAlreadyExistsException there -> "there is already something at "
                    + there.getFile() + ", a file or a link that leads nowhere";
            case NotDirectoryException other -> other.getFile() + " is no folder";
            case DirectoryNotEmptyException full -> "the folder " + full.getFile()
                    + " is not empty";
            case FileSystemException other -> other.getFile() + ": " + (other.getReason() == null
                    ? "it cannot be used"
                    : other.getReason().toLowerCase(Locale.ROOT));
            case FileNotFoundException missing -> message.isEmpty() ? "a file is missing"
                    : message.replace("(No such file or directory)", "is not there")
                            .replace("(Permission denied)", "may not be used by this user");
            case BindException taken -> message.contains("Cannot assign")
                    ? "that address is none of this machine's"
                    : "that address is in use";
            case UnknownHostException unknown -> "no host of that name is known";
            case CharacterCodingException garbled -> "it is no text in UTF-8";
            default -> message.isEmpty() || TECHNICAL.matcher(message).find()
                    ? "it could not be read or written"
                    : message;
        };
    }

    /** As the other; what was being done is said before it. */
    public static String sentence(UncheckedIOException e) {
        var cause = e.getCause();
        var message = e.getMessage() == null || cause == null
                || e.getMessage().equals(cause.toString()) ? "" : e.getMessage();
        var why = cause == null ? "" : sentence(cause);
        return message.isEmpty() ? why : message + ": " + why;
    }
}
