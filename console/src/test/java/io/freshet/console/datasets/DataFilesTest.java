package io.freshet.console.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.datasets.DataSet.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
  private static final String ROWS = "rows";
  private static final String SHA_256 =
      "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e";

  @TempDir Path folder;
  private final DataFiles files = new DataFiles(ROWS.length());
  private Path one;
  private Path other;

  @BeforeEach
  void write() throws IOException {
    one = Files.writeString(folder.resolve("one"), ROWS);
    other = Files.writeString(folder.resolve("other"), ROWS);
  }

  private DataFiles.Round begin() {
    return files.begin(List.of(one, other));
  }

  @Test
  void readsSoMuchInARoundAndTheRestInTheNext() {
    DataFiles.Round first = begin();
    assertThat(first.state(one, SHA_256)).isEqualTo(FileState.SOUND);
    assertThat(first.state(other, SHA_256)).isEqualTo(FileState.NOT_YET);

    DataFiles.Round second = begin();

    assertThat(second.state(one, SHA_256)).isEqualTo(FileState.SOUND);
    assertThat(second.state(other, SHA_256)).isEqualTo(FileState.SOUND);
  }

  @Test
  void readsNothingThatIsTooLarge() throws IOException {
    Files.writeString(one, "more rows");

    assertThat(begin().state(one, SHA_256)).isEqualTo(FileState.UNREAD);
  }

  @Test
  void saysWhatCantBeReadWithoutHarmToOthers() throws IOException {
    Files.delete(one);
    Path noFile = Files.createDirectory(folder.resolve("no-file"));
    DataFiles small = new DataFiles(Files.size(noFile) + ROWS.length());
    DataFiles.Round round = small.begin(List.of(noFile, one, other));

    assertThat(round.state(noFile, SHA_256)).isEqualTo(FileState.UNREADABLE);
    assertThat(round.state(one, SHA_256)).isEqualTo(FileState.GONE);
    assertThat(round.state(other, SHA_256)).isEqualTo(FileState.SOUND);
  }
}
