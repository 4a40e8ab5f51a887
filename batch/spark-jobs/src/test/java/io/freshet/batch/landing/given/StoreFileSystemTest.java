package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.Test;

class StoreFileSystemTest {
  private final StoreFileSystem store =
      new StoreFileSystem(
          new Files(
              Map.of(
                  "s3://sales/2026/a.csv", "first",
                  "s3://sales/2026/b.csv", "second",
                  "s3://sales/2026/old/c.csv", "third",
                  "s3://sales/20265.csv", "another")),
          URI.create("s3://sales"));

  @Test
  void listsTheFilesAndFoldersOfAFolder() throws IOException {
    assertThat(store.listStatus(new Path("s3://sales/2026")))
        .extracting(FileStatus::getPath)
        .containsExactly(
            new Path("s3://sales/2026/a.csv"),
            new Path("s3://sales/2026/b.csv"),
            new Path("s3://sales/2026/old"));
  }

  @Test
  void tellsFilesFromFoldersAndFromNothing() throws IOException {
    assertThat(store.getFileStatus(new Path("s3://sales/2026")).isDirectory()).isTrue();
    assertThat(store.getFileStatus(new Path("s3://sales/2026/b.csv")).getLen()).isEqualTo(6);
    assertThatThrownBy(() -> store.getFileStatus(new Path("s3://sales/202")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("There is no s3://sales/202");
  }

  @Test
  void findsFilesByPatterns() throws IOException {
    assertThat(store.globStatus(new Path("s3://sales/2026/*.csv")))
        .extracting(file -> file.getPath().getName())
        .containsExactly("a.csv", "b.csv");
  }

  @Test
  void readsFromWhereItIsAsked() throws IOException {
    try (FSDataInputStream bytes = store.open(new Path("s3://sales/2026/b.csv"))) {
      bytes.seek(3);

      assertThat(bytes.readAllBytes()).isEqualTo("ond".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Files in memory. */
  private static final class Files implements FileIO, SupportsPrefixOperations {
    private final TreeMap<String, byte[]> bytes = new TreeMap<>();

    Files(Map<String, String> texts) {
      texts.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public InputFile newInputFile(String name) {
      byte[] content = bytes.get(name);

      return content == null ? new Absent(name) : new InMemoryInputFile(name, content);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
      return bytes.entrySet().stream()
          .filter(file -> file.getKey().startsWith(prefix))
          .map(file -> new FileInfo(file.getKey(), file.getValue().length, 0))
          .toList();
    }

    @Override
    public OutputFile newOutputFile(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public void deleteFile(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public void deletePrefix(String prefix) {
      throw new UnsupportedOperationException(prefix);
    }
  }

  private record Absent(String location) implements InputFile {
    @Override
    public long getLength() {
      throw new IllegalStateException(location);
    }

    @Override
    public org.apache.iceberg.io.SeekableInputStream newStream() {
      throw new IllegalStateException(location);
    }

    @Override
    public boolean exists() {
      return false;
    }
  }
}
