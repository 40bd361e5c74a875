package dev.gavel.server.exit;

import dev.gavel.client.FileTrouble;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What is wrong with a configuration before any of its keys is read, in a sentence. */
public final class ConfigTrouble {

    private ConfigTrouble() {}

    /** Why {@code file} cannot be read; empty if it can. */
    public static Optional<String> unreadable(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("it is a folder");
        }
        try (var in = Files.newInputStream(file)) {
            var unused = in.read();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("there is no such file");
        } catch (AccessDeniedException e) {
            return Optional.of("this user may not read it");
        } catch (IOException e) {
            return Optional.of(FileTrouble.sentence(e));
        }
    }

    /**
     * What the library says of a fault, where it names another bracket than is missing, or a format that this
     * file is not in.
     */
    public static String inPlainWords(String message) {
        if (message.contains("not: end of file") || message.contains("got end of file")) {
            return "a } or ] is missing before the end of the file";
        }
        return message.contains("wrong token: 'newline'")
                ? "a text that begins with a quotation mark does not end in this line"
                : message;
    }
}
