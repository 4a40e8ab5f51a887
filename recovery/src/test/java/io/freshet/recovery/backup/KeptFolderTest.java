package io.freshet.recovery.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFolderTest {
  private static final byte[] KEPT = "kept".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void findsWhatLinksLeadTo() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("receipt.json"), "{}");
    Path linked = Files.createSymbolicLink(folder.resolve("receipts"), elsewhere);

    assertThat(new KeptFolder(linked, "receipts/").paths()).containsExactly("receipt.json");
    assertThat(new KeptFolder(folder, "all/").paths())
        .containsExactly("elsewhere/receipt.json", "receipts/receipt.json");
  }

  /** As Kubernetes mounts maps: files are links to a link to where they are. */
  @Test
  void findsTheFilesOfAMountOnce() throws IOException {
    Path written = Files.createDirectories(folder.resolve("..2026_12_01_05_00_00.1"));
    Files.writeString(written.resolve("order_events.yaml"), "name: order_events");
    Files.createSymbolicLink(folder.resolve("..data"), written.getFileName());
    Files.createSymbolicLink(
        folder.resolve("order_events.yaml"), Path.of("..data", "order_events.yaml"));
    Path nested = Files.createDirectories(folder.resolve("more").resolve("..data"));
    Files.writeString(nested.resolve("menus.yaml"), "name: menus");

    assertThat(new KeptFolder(folder, "contracts/").paths()).containsExactly("order_events.yaml");
  }

  /** One without files is no other than one that has some; one that is not there is. */
  @Test
  void isThereEvenWithoutFiles() {
    assertThat(new KeptFolder(folder, "all/").isThere()).isTrue();
    assertThat(new KeptFolder(folder.resolve("receipts"), "receipts/").isThere()).isFalse();
  }

  @Test
  void replacesNothing() throws IOException {
    Files.writeString(folder.resolve("receipt.json"), "newer");
    KeptFolder kept = new KeptFolder(folder, "receipts/");

    assertThatThrownBy(() -> kept.put("receipt.json", KEPT))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("receipt.json")).hasContent("newer");
  }
}
