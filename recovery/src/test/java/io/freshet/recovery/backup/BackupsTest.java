package io.freshet.recovery.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void listsOnlyThoseWithAManifestTheNewestFirst() throws IOException {
    backup(NOON);
    backup(NOON.plusSeconds(60));
    unfinished(NOON.plusSeconds(120));

    assertThat(backups().list())
        .extracting(Manifest::id)
        .containsExactly("2026-11-29T12-01-00", "2026-11-29T12-00-00");
    assertThat(backups().require("latest").manifest().id()).isEqualTo("2026-11-29T12-01-00");
  }

  @Test
  void keepsTheNewestAndLetsGoOfWhatIsOlderFinishedOrNot() throws IOException {
    unfinished(NOON.minusSeconds(60));
    backup(NOON);
    backup(NOON.plusSeconds(60));
    backup(NOON.plusSeconds(120));
    unfinished(NOON.plusSeconds(180));
    Files.writeString(folder.resolve("somebody-elses.txt"), "stays");

    assertThat(backups().keep(2)).containsExactly("2026-11-29T11-59-00", "2026-11-29T12-00-00");
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "2026-11-29T12-01-00",
            "2026-11-29T12-02-00",
            "2026-11-29T12-03-00",
            "somebody-elses.txt");
  }

  @Test
  void namesEachFileThatIsNotWhatWasWritten() throws IOException {
    backup(NOON);
    Path of = folder.resolve("2026-11-29T12-00-00");
    Files.writeString(of.resolve("a/one.txt"), "eno");
    Files.delete(of.resolve("two.txt"));

    assertThat(backups().require("latest").faults())
        .hasSize(2)
        .anyMatch(fault -> fault.equals("a/one.txt is not what was written: its hash differs"))
        .anyMatch(fault -> fault.startsWith("two.txt can't be read"));
  }

  @Test
  void saysWhichThereAreWhereOneIsNot() throws IOException {
    backup(NOON);

    assertThatThrownBy(() -> backups().require("2020-01-01T00-00-00"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "There is no complete backup 2020-01-01T00-00-00 in %s; it has [2026-11-29T12-00-00]"
                .formatted(folder));
  }

  @Test
  void findsOneBesideAnotherWhoseManifestIsDamaged() throws IOException {
    backup(NOON);
    backup(NOON.plusSeconds(60));
    Files.writeString(folder.resolve("2026-11-29T12-00-00/manifest.json"), "{");

    assertThat(backups().require("latest").manifest().id()).isEqualTo("2026-11-29T12-01-00");
  }

  @Test
  void putsBackFilesThatAreMissingAndNoOthers() throws IOException {
    Path receipts = folder.resolve("receipts");
    Files.createDirectories(receipts.resolve("old"));
    Files.writeString(receipts.resolve("old/kept.json"), "1");
    Files.writeString(receipts.resolve("gone.json"), "2");
    Files.writeString(receipts.resolve("changed.json"), "3");
    NewBackup backup = new NewBackup(new FolderStore(folder.resolve("to")), NOON);
    KeptFolder kept = new KeptFolder(receipts, "files/receipts/");
    kept.write(backup);
    backup.finish(NOON);
    Files.delete(receipts.resolve("gone.json"));
    Files.writeString(receipts.resolve("changed.json"), "4");

    Kept.Restored restored =
        kept.restore(new Backups(new FolderStore(folder.resolve("to"))).require("latest"));

    assertThat(restored.written()).containsExactly("gone.json");
    assertThat(restored.different()).containsExactly("changed.json");
    assertThat(receipts.resolve("gone.json")).hasContent("2");
    assertThat(receipts.resolve("changed.json")).hasContent("4");
  }

  private Backups backups() {
    return new Backups(new FolderStore(folder));
  }

  private void backup(Instant begun) throws IOException {
    unfinished(begun).finish(begun.plusSeconds(1));
  }

  private NewBackup unfinished(Instant begun) throws IOException {
    NewBackup backup = new NewBackup(new FolderStore(folder), begun);
    backup.write("a/one.txt", out -> out.write("one".getBytes(StandardCharsets.UTF_8)));
    backup.write("two.txt", out -> out.write("two".getBytes(StandardCharsets.UTF_8)));
    backup.notePart("files", JsonNodeFactory.instance.objectNode());

    return backup;
  }
}
