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
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

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
    TarArchiveEntry program = file("bin/program");
    program.setMode(0755);
    tarGz(program);

    Archives.unpackTarGz(archive, target);

    assertThat(target.resolve("bin/program")).isExecutable().hasContent("content");
  }

  @Test
  void refusesATarThatWouldWriteElsewhere() throws IOException {
    tarGz(file("../elsewhere"));

    assertThatThrownBy(() -> Archives.unpackTarGz(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessage("the archive names a file outside of its folder: ../elsewhere");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void keepsLinksWithinTheFolder() throws IOException {
    tarGz(file("lib/libpq.so.5"), link("lib/libpq.so", "libpq.so.5"), link("lib64", "./lib"));

    Archives.unpackTarGz(archive, target);

    assertThat(target.resolve("lib64/libpq.so")).hasContent("content");
  }

  @Test
  void refusesALinkThatLeadsElsewhere() throws IOException {
    tarGz(link("lib/secret", "../../elsewhere"));

    assertThatThrownBy(() -> Archives.unpackTarGz(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the archive names a file outside of its folder: lib/secret -> ../../elsewhere");
    assertThat(target.resolve("lib/secret")).doesNotExist();
  }

  @Test
  void refusesALinkToAnAbsolutePlace() throws IOException {
    tarGz(link("passwords", "/etc/passwd"));

    assertThatThrownBy(() -> Archives.unpackTarGz(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessage("the archive names a file outside of its folder: passwords -> /etc/passwd");
  }

  @Test
  void refusesToWriteThroughLinksThatTogetherLeadElsewhere() throws IOException {
    // By its name, the second stays inside; by way of the first, it leads out.
    tarGz(link("a/b/top", "../.."), link("out", "a/b/top/.."), file("out/elsewhere"));

    assertThatThrownBy(() -> Archives.unpackTarGz(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessage("the archive names a file outside of its folder: out/elsewhere");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void refusesAZipThatWouldWriteElsewhere() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("../elsewhere"));
    }

    assertThatThrownBy(() -> Archives.unpackZip(archive, target)).isInstanceOf(IOException.class);
  }

  private static TarArchiveEntry file(String name) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(CONTENT.length);

    return entry;
  }

  private static TarArchiveEntry link(String name, String to) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(to);

    return entry;
  }

  private void tarGz(TarArchiveEntry... entries) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (TarArchiveEntry entry : entries) {
        tar.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
          tar.write(CONTENT);
        }
        tar.closeArchiveEntry();
      }
    }
  }
}
