package io.freshet.bench.serve.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.serve.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFileTest {
  @TempDir private Path folder;

  @Test
  void givesBackWhatWasWritten() throws IOException {
    List<Told> told =
        List.of(
            new Told(
                List.of(new Told.News(new Version(1, 2), 3), new Told.News(new Version(4, 5), 6)),
                ""),
            new Told(List.of(), "closed with 1001"));
    Path file = folder.resolve("told");

    ToldFile.write(file, told);

    assertThat(ToldFile.read(file)).isEqualTo(told);
    assertThat(folder).isDirectoryNotContaining("glob:**.half");
  }
}
