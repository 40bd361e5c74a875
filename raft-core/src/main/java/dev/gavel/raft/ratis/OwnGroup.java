package dev.gavel.raft.ratis;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroupId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hides the folders of other groups among the records from Ratis. It would open each that it finds
 * at the start, with the machine of this cluster, and fail at the second. Such a folder is named in
 * the log and left as it is.
 */
final class OwnGroup extends RaftProperties {

    private static final Logger LOG = LoggerFactory.getLogger(OwnGroup.class);

    private final RaftGroupId own;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /** Options of a server of the group {@code own} and no other. */
    OwnGroup(RaftGroupId own) {
        this.own = own;
    }

    @Override
    public List<File> getFiles(String name, List<File> otherwise) {
        return super.getFiles(name, otherwise).stream().<File>map(Folder::new).toList();
    }

    private final class Folder extends File {

        private static final long serialVersionUID = 1L;

        private Folder(File folder) {
            super(folder.getPath());
        }

        @Override
        public File[] listFiles() {
            var all = super.listFiles();
            return all == null ? new File[0]
                    : Arrays.stream(all).filter(one -> !isForeign(one)).toArray(File[]::new);
        }
    }

    private boolean isForeign(File file) {
        try {
            if (file.isDirectory() && !own.getUuid().equals(UUID.fromString(file.getName()))) {
                if (named.add(file.getPath())) {
                    LOG.warn("{} is of no cluster that this server belongs to: it is left as it is",
                            file);
                }
                return true;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("no folder of a group", e);
        }
        return false;
    }
}
