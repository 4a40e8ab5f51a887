package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/** What lies below a prefix of an object store and is part of a backup. */
public final class KeptObjects implements Kept {
  private final ObjectStore store;
  private final String prefix;

  /**
   * @param address such as {@code s3://lake/models}
   * @param prefix where its files lie in the backup, with a slash at its end
   */
  public KeptObjects(FileIO files, String address, String prefix) {
    this.store = new ObjectStore(files, address);
    this.prefix = prefix;
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public boolean isThere() {
    return !paths().isEmpty();
  }

  @Override
  public String address() {
    return store.address();
  }

  /** Without those that consoles of object stores make as folders. */
  @Override
  public List<String> paths() {
    return store.list().stream().filter(path -> !path.isEmpty() && !path.endsWith("/")).toList();
  }

  @Override
  public InputStream open(String path) throws IOException {
    return store.open(path);
  }

  @Override
  public void put(String path, byte[] content) throws IOException {
    if (List.of(path.split("/")).contains("..")) {
      throw new IOException("%s of the backup leads out of %s".formatted(path, store.address()));
    }
    try (OutputStream out = store.create(path)) {
      out.write(content);
    }
  }
}
