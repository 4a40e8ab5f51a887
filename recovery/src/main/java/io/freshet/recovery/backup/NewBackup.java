package io.freshet.recovery.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freshet.core.toolkit.Sha256;
import io.freshet.recovery.backup.Manifest.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backup while it is written: files, and at the end what makes them one. */
public final class NewBackup implements BackupFiles {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss").withZone(ZoneOffset.UTC);

  private final BackupStore store;
  private final Instant begun;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, JsonNode> parts = new LinkedHashMap<>();
  private final List<StoredFile> files = new ArrayList<>();
  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public NewBackup(BackupStore store, Instant begun) {
    this.store = store;
    this.begun = begun;
  }

  public String id() {
    return ID.format(begun);
  }

  @Override
  public void write(String path, Content content) throws IOException {
    MessageDigest digest = Sha256.begin();
    CountingStream counted = new CountingStream(store.create(id() + "/" + path));
    try (OutputStream out = new DigestOutputStream(counted, digest)) {
      content.writeTo(out);
    }
    files.add(new StoredFile(path, counted.written(), HexFormat.of().formatHex(digest.digest())));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return store.open(id() + "/" + path);
  }

  public void noteVersion(String of, String version) {
    versions.put(of, version);
  }

  /**
   * Notes that a part is in it.
   *
   * @param shown what people are told of it
   */
  public void notePart(String part, JsonNode shown) {
    parts.put(part, shown);
  }

  /** From here on it is a backup. */
  public Manifest finish(Instant ended) throws IOException {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT, id(), begun.toString(), ended.toString(), versions, parts, files);
    try (OutputStream out = store.create(id() + "/" + Manifest.NAME)) {
      out.write(mapper.writeValueAsBytes(manifest));
    }

    return manifest;
  }
}
