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
