package io.freshet.testing.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.freshet.testing.samples.WrittenCommand.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenCommandTest {
  private static final Path PAGE = Path.of("page.md");

  @Test
  void tellsWhatIsRunFromWhatIsShownAndWhatIsNamed() {
    String text =
        """
        Say `./freshet status` or `freshet status`.

        ```bash run
        ./freshet freshness
        ```
        ```bash
        ./freshet down
        ```
            ./freshet up
        """;

    assertThat(read(text))
        .extracting(WrittenCommand::kind, WrittenCommand::line, WrittenCommand::words)
        .containsExactly(
            tuple(Kind.NAMED, 1, List.of("status")),
            tuple(Kind.RUN, 4, List.of("freshness")),
            tuple(Kind.WHOLE, 7, List.of("down")),
            tuple(Kind.WHOLE, 9, List.of("up")));
  }

  @Test
  void readsWordsAsAShellDoes() {
    assertThat(only("./freshet sql \"select 'a b'\"  # why"))
        .containsExactly("sql", "select 'a b'");
    assertThat(only("./freshet dbt run --vars '{cut: c1}' > log"))
        .containsExactly("dbt", "run", "--vars", "{cut: c1}");
    assertThat(only("FRESHET_STATE=x ./freshet up && echo up")).containsExactly("up");
    assertThat(only("echo 'select 1' | ./freshet sql")).containsExactly("sql");
    assertThat(only("./freshet simulate \\\n    --rate 5"))
        .containsExactly("simulate", "--rate", "5");
  }

  @Test
  void passesOverOtherPrograms() {
    assertThat(read("```\ncat .freshet/logs/kafka.log\n# ./freshet up\n```\n")).isEmpty();
  }

  private static List<String> only(String line) {
    List<WrittenCommand> found = read("```bash\n%s\n```\n".formatted(line));

    assertThat(found).hasSize(1);

    return found.get(0).words();
  }

  private static List<WrittenCommand> read(String text) {
    return WrittenCommand.of(PAGE, text.lines().toList());
  }
}
