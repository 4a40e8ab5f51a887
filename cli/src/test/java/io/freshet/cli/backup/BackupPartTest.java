package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import io.freshet.cli.docs.reference.ReferencePages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BackupPartTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern DATABASE = Pattern.compile("`([a-z-]+)\\.database`");

  /** Snowflake's is the account's own. */
  private static final Set<String> ELSEWHERE = Set.of("snowflake");

  /** A part that keeps something in Postgres, and is forgotten here, has no backup. */
  @Test
  void areAllThatHaveADatabase() {
    String settings =
        ReferencePages.of(PROJECT, Freshet.commandLine())
            .get(PROJECT.resolve("docs/reference/settings.md"));

    Set<String> named = new TreeSet<>();
    Matcher matcher = DATABASE.matcher(settings);
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    named.removeAll(ELSEWHERE);

    assertThat(named).contains("catalog", "orders");
    assertThat(
            Arrays.stream(BackupPart.values())
                .filter(BackupPart::isDatabase)
                .map(BackupPart::label))
        .containsAll(named);
  }
}
