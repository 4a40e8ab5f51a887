package io.freshet.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** Files of this machine, for a warehouse that begins with {@code file:}; needs no Hadoop. */
public final class LocalFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInput(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutput(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }

  /** Keeps the location as it was given, which the class in Iceberg does not. */
  private record LocalInput(String location) implements InputFile {
    @Override
    public long getLength() {
      return path(location).toFile().length();
    }

    @Override
    public SeekableInputStream newStream() {
      if (!exists()) {
        throw new NotFoundException("Failed to open input stream for file: %s", location);
      }

      return org.apache.iceberg.Files.localInput(path(location).toFile()).newStream();
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
  }

  private record LocalOutput(String location) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return org.apache.iceberg.Files.localOutput(path(location).toFile()).create();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return org.apache.iceberg.Files.localOutput(path(location).toFile()).createOrOverwrite();
    }

    @Override
    public InputFile toInputFile() {
      return new LocalInput(location);
    }
  }
}
