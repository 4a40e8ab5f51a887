package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.SharedSpark;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files and callers that would double, lose or spoil rows if nobody looked. */
@ExtendWith(SharedSpark.class)
class AwkwardFilesIT {
  private final LandingLake lake;
  private final Path folder;
  private final OrderFiles files;

  AwkwardFilesIT(SparkSession spark, @TempDir Path folder) {
    this.lake = new LandingLake(spark);
    this.folder = folder;
    this.files = new OrderFiles(spark, folder);
  }

  @BeforeEach
  void emptyTables() {
    lake.empty();
  }

  @FullOnly
  @Test
  void makesADeadLetterOnceOfARowThatTwoLandAtTheSameTime() throws IOException {
    files.poisonedCsv();

    assertThatThrownBy(
            () ->
                lake.landing(
                        stage -> {
                          if (stage == Landing.Stage.JUDGED) {
                            lake.land(folder.toString());
                          }
                        })
                    .land(LandingLake.order(folder.toString())))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Another call lands the same file");
    assertThat(lake.orders()).containsExactly(1L, 5L);
    assertThat(lake.letters()).hasSize(3);
  }

  @FullOnly
  @Test
  void makesNoDeadLettersOfAFileThatIsChangedWhileItIsRead() throws IOException {
    files.poisonedCsv();

    assertThatThrownBy(
            () -> lake.landing(stage -> mend(stage)).land(LandingLake.order(folder.toString())))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("was changed while it was read");
    assertThat(lake.letters()).isEmpty();
    assertThat(lake.land(folder.toString()).landed()).isEqualTo(3);
  }

  private void mend(Landing.Stage stage) {
    try {
      if (stage == Landing.Stage.JUDGED) {
        files.csv("poisoned.csv", 1, 3);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FullOnly
  @Test
  void takesNamesForNamesWhateverCharactersTheyHave() throws IOException {
    files.csv("a[b].csv", 1, 2);
    files.csv("ab.csv", 3, 1);
    files.csv("*.csv", 4, 1);
    files.json("{a,b}.json", 5, 1);

    assertThat(lake.land(folder.toString()).landed()).isEqualTo(5);

    assertThat(lake.orders()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(lake.places("a[b].csv")).containsExactly("1 at 0", "2 at 1");
  }

  @Test
  void refusesAFileThatEnginesPassOver() throws IOException {
    files.csv("_monday.csv", 1, 2);

    assertThatThrownBy(() -> lake.land(folder.resolve("_monday.csv").toString()))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("begins with _ or .");
  }

  @FullOnly
  @Test
  void addsNothingForAFileWithoutRows() throws IOException {
    files.csv("monday.csv", 1, 2);
    lake.land(folder.toString());
    files.csv("tuesday.csv", 3, 0);

    lake.land(folder.toString());

    assertThat(lake.orders()).containsExactly(1L, 2L);
    assertThat(lake.land(folder.toString()).plan().held()).hasSize(2);
  }

  @FullOnly
  @Test
  void makesDeadLettersOfRowsInAnotherEncoding() throws IOException {
    String rest = ",1,created,2026-03-01T10:00:00Z,false,37.75\n";
    Files.write(
        folder.resolve("latin.csv"),
        (files.oneRow() + "Z\u00fcrich,2" + rest).getBytes(StandardCharsets.ISO_8859_1));
    files.json("latin.json", 3, 1);
    Files.write(
        folder.resolve("latin.json"),
        Files.readString(folder.resolve("latin.json"))
            .replace("}", "}\n{\"market\":\"Z\u00fcrich\"}")
            .getBytes(StandardCharsets.ISO_8859_1));

    lake.land(folder.toString());

    assertThat(lake.orders()).containsExactly(1L, 3L);
    assertThat(lake.letters())
        .containsExactly("latin.csv 1 undecodable", "latin.json 1 malformed_json");
  }
}
