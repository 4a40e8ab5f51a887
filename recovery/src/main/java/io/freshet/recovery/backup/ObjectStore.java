package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Backups under a prefix of an object store, whose rules say who may read them. */
public final class ObjectStore implements BackupStore {
  private final FileIO files;
  private final String prefix;

  /**
   * @param prefix such as {@code s3://backups/freshet}
   */
  public ObjectStore(FileIO files, String prefix) {
    this.files = files;
    this.prefix = prefix.endsWith("/") ? prefix : prefix + "/";
  }

  @Override
  public String address() {
    return prefix;
  }

  @Override
  public List<String> list() {
    List<String> paths = new ArrayList<>();
    for (FileInfo each : ((SupportsPrefixOperations) files).listPrefix(prefix)) {
      paths.add(each.location().substring(prefix.length()));
    }
    Collections.sort(paths);

    return paths;
  }

  @Override
  public OutputStream create(String path) {
    return files.newOutputFile(prefix + path).createOrOverwrite();
  }

  @Override
  public InputStream open(String path) throws IOException {
    return files.newInputFile(prefix + path).newStream();
  }

  @Override
  public void delete(String path) {
    files.deleteFile(prefix + path);
  }
}
