package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
  @TempDir private Path folder;
  private Path archive;
  private Path target;

  @BeforeEach
  void folders() throws IOException {
    archive = folder.resolve("archive");
    target = Files.createDirectory(folder.resolve("target"));
  }

  @Test
  void keepsProgramsExecutable() throws IOException {
    tarGz("bin/program", 0755);

    Archives.unpackTarGz(archive, target);

    assertThat(target.resolve("bin/program")).isExecutable().hasContent("content");
  }

  @Test
  void refusesATarThatWouldWriteElsewhere() throws IOException {
    tarGz("../elsewhere", 0644);

    assertThatThrownBy(() -> Archives.unpackTarGz(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessage("the archive names a file outside of its folder: ../elsewhere");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void refusesAZipThatWouldWriteElsewhere() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("../elsewhere"));
    }

    assertThatThrownBy(() -> Archives.unpackZip(archive, target)).isInstanceOf(IOException.class);
  }

  private void tarGz(String name, int mode) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      byte[] content = "content".getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setMode(mode);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
  }
}
