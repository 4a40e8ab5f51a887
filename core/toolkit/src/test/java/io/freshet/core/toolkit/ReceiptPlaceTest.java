package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptPlaceTest {
  @TempDir private Path folder;

  @Test
  void isBesideTheProfileUnlessTheSettingSaysOtherwise() {
    Path profile = folder.resolve("profile.yaml");
    Path elsewhere = folder.resolve("deep").resolve("receipts");

    assertThat(ReceiptPlace.of(Settings.of(Map.of()), profile).writable())
        .isEqualTo(folder.resolve("receipts"));
    assertThat(
            ReceiptPlace.of(Settings.of(Map.of("receipts.path", elsewhere.toString())), profile)
                .writable())
        .isEqualTo(elsewhere);
    assertThat(folder).isEmptyDirectory();
  }

  /** A file where the folder should be stands for a volume that is mounted read-only. */
  @Test
  void isRefusedBeforeAnythingIsDoneWhereNothingCanBeWritten() throws Exception {
    Path mounted = Files.createFile(folder.resolve("mounted"));

    ReceiptPlace place = ReceiptPlace.of(Settings.of(Map.of()), mounted.resolve("profile.yaml"));

    assertThat(place.folder()).isEqualTo(mounted.resolve("receipts"));
    assertThatThrownBy(place::writable)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "receipts.path is %s; it must be a folder that can be written; %s can't, and one beside"
                + " a read-only profile never can",
            mounted.resolve("receipts"), mounted);
  }
}
