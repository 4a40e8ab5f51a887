package io.freshet.recovery.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import io.freshet.recovery.backup.Manifest.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;

/** A backup that is complete. */
public final class StoredBackup implements BackupFiles {
  private final BackupStore store;
  private final Manifest manifest;

  private StoredBackup(BackupStore store, Manifest manifest) {
    this.store = store;
    this.manifest = manifest;
  }

  static StoredBackup read(BackupStore store, String id) throws IOException {
    try (InputStream in = store.open(id + "/" + Manifest.NAME)) {
      Manifest manifest = new ObjectMapper().readValue(in, Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new FreshetException(
            Fault.CALLER,
            "Backup %s has format %d and this release knows %d; restore it with its own release"
                .formatted(id, manifest.format(), Manifest.FORMAT));
      }

      return new StoredBackup(store, manifest);
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  public boolean has(String path) {
    return manifest.files().stream().anyMatch(file -> file.path().equals(path));
  }

  /** Files under a folder, with their paths below it. */
  public List<String> under(String folder) {
    return manifest.files().stream()
        .map(StoredFile::path)
        .filter(path -> path.startsWith(folder))
        .map(path -> path.substring(folder.length()))
        .toList();
  }

  @Override
  public InputStream open(String path) throws IOException {
    return store.open(manifest.id() + "/" + path);
  }

  @Override
  public void write(String path, Content content) {
    throw new UnsupportedOperationException("A backup that is complete does not change");
  }

  /** Reads every byte; returns what is missing or is not what was written. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (StoredFile file : manifest.files()) {
      try {
        fault(file).ifPresent(faults::add);
      } catch (IOException | NotFoundException e) { // the latter of an object store
        faults.add("%s can't be read: %s".formatted(file.path(), e.getMessage()));
      }
    }

    return faults;
  }

  private Optional<String> fault(StoredFile file) throws IOException {
    MessageDigest digest = Sha256.begin();
    long bytes;
    try (InputStream in = open(file.path());
        OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      bytes = in.transferTo(hashed);
    }
    if (bytes != file.bytes()) {
      return Optional.of("%s has %d bytes of %d".formatted(file.path(), bytes, file.bytes()));
    }

    return HexFormat.of().formatHex(digest.digest()).equals(file.sha256())
        ? Optional.empty()
        : Optional.of("%s is not what was written: its hash differs".formatted(file.path()));
  }
}
