package io.freshet.recovery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** An object store in memory: knows no folders, and lists whatever begins with a text. */
public final class MemoryStore implements FileIO, SupportsPrefixOperations {
  private final Map<String, Stored> all = new TreeMap<>();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  /** Whatever is written from here on was written then. */
  public MemoryStore at(Instant time) {
    now = time;

    return this;
  }

  public void write(String location, String text) {
    all.put(location, new Stored(text.getBytes(StandardCharsets.UTF_8), now));
  }

  public void copy(String from, String to) {
    all.put(to, all.get(from));
  }

  public List<String> locations() {
    return List.copyOf(all.keySet());
  }

  private record Stored(byte[] bytes, Instant written) {}

  @Override
  public InputFile newInputFile(String location) {
    Stored stored = all.get(location);

    return stored == null ? new Absent(location) : new InMemoryInputFile(location, stored.bytes());
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Output(this, location);
  }

  @Override
  public void deleteFile(String location) {
    all.remove(location);
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    return all.entrySet().stream()
        .filter(file -> file.getKey().startsWith(prefix))
        .map(
            file ->
                new FileInfo(
                    file.getKey(),
                    file.getValue().bytes().length,
                    file.getValue().written().toEpochMilli()))
        .toList();
  }

  @Override
  public void deletePrefix(String prefix) {
    all.keySet().removeIf(location -> location.startsWith(prefix));
  }

  private record Output(MemoryStore store, String location) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      if (store.all.containsKey(location)) {
        throw new AlreadyExistsException("%s is there", location);
      }

      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new Writing(store, location);
    }

    @Override
    public InputFile toInputFile() {
      return store.newInputFile(location);
    }
  }

  /** It is there once it is closed, as an object is. */
  private static final class Writing extends PositionOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final MemoryStore store;
    private final String location;

    private Writing(MemoryStore store, String location) {
      this.store = store;
      this.location = location;
    }

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void close() {
      store.all.put(location, new Stored(bytes.toByteArray(), store.now));
    }
  }

  /** As S3 has it: nobody is told before they read. */
  private record Absent(String location) implements InputFile {
    @Override
    public long getLength() {
      throw new NotFoundException("There is no %s", location);
    }

    @Override
    public SeekableInputStream newStream() {
      throw new NotFoundException("There is no %s", location);
    }

    @Override
    public boolean exists() {
      return false;
    }
  }
}
