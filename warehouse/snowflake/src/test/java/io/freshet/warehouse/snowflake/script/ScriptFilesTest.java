package io.freshet.warehouse.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFilesTest {
  @TempDir private Path folder;

  @Test
  void numbersFilesInTheOrderInWhichTheyMustRun() {
    List<Path> files = ScriptFiles.write(statements(), folder);

    assertThat(files)
        .isSorted()
        .extracting(file -> file.getFileName().toString())
        .startsWith("001-database.sql", "002-schema.sql")
        .endsWith("017-grant.sql");
  }

  @Test
  void replacesTheFilesOfAnEarlierRunAndNoOthers() throws IOException {
    Files.writeString(folder.resolve("099-pipe.sql"), "old");
    Files.writeString(folder.resolve("notes.sql"), "mine");

    ScriptFiles.write(statements(), folder);

    assertThat(folder.resolve("099-pipe.sql")).doesNotExist();
    assertThat(folder.resolve("notes.sql")).exists();
  }

  @Test
  void losesNoStatement() throws IOException {
    long written = 0;
    for (Path file : ScriptFiles.write(statements(), folder)) {
      written += Files.readString(file).lines().filter(line -> line.startsWith("-- ")).count();
    }

    assertThat(written).isEqualTo(statements().size());
  }

  private static List<Statement> statements() {
    return Account.statements(Account.projectContracts(), Map.of());
  }
}
