package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "sql-applications.md");
  private static final Path CONTRACTS = Path.of("..", "..", "contracts");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void givesAnExampleThatIsRight() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();

    ApplicationFile file = ApplicationFile.parse("example.yaml", example.group(1));
    file.application()
        .ifPresent(
            application ->
                SqlCheck.plan(application, KnownContracts.in(CONTRACTS), file.findings()));

    assertThat(file.findings().all()).isEmpty();
  }
}
