package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Jobs that commands start, from maintenance to notebooks, on a platform that is up. */
interface JobTests {
  int CALLERS_FAULT = 2;

  FreshetCommand command();

  /** One that a test may give variables of its own. */
  FreshetCommand freshCommand();

  /** What a command that must succeed answers as JSON. */
  JsonNode ask(String... words) throws Exception;

  @Test
  default void maintainsATableBesideTheWriter() throws Exception {
    JsonNode result = ask("maintain", "order_events", "--json", "-");

    assertThat(result.path("plan").path("tables")).hasSize(1);
    assertThat(Path.of(result.path("receipt").path("file").asText())).exists();
  }

  @Test
  default void saysWhyAJobCouldNotRun() throws Exception {
    FreshetCommand.Answer nightly =
        command().run("run", "nightly", "--job", "dasher_efficency", "--day", "2008-05-19");
    FreshetCommand.Answer maintain =
        freshCommand().with("FRESHET_MAINTENANCE_MIN_MANIFESTS", "many").run("maintain");

    assertThat(nightly.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(nightly.printed()).contains("did you mean dasher_efficiency?");
    assertThat(maintain.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(maintain.printed()).contains("maintenance.min-manifests is many");
  }

  @FullOnly
  @Test
  default void computesADayAgain() throws Exception {
    String day = newestDay();

    JsonNode days = ask("run", "nightly", "--day", day, "--json", "-").path("days");

    assertThat(days)
        .singleElement()
        .satisfies(done -> assertThat(done.path("day").asText()).isEqualTo(day));
  }

  @Test
  default void backfillsADayThatProvesAfterwards() throws Exception {
    String day = newestDay();

    JsonNode result =
        ask("backfill", "dasher_efficiency", "--from", day, "--to", day, "--json", "-");

    JsonNode receipt = result.path("receipt");
    assertThat(receipt.path("outcome").asText()).isEqualTo("published");
    assertThat(receipt.path("rows").asLong()).isPositive();
    assertThat(Path.of(receipt.path("file").asText())).exists();
    assertThat(ask("prove", "dasher_efficiency", "--json", "-").path("ok").asBoolean()).isTrue();
  }

  private String newestDay() throws Exception {
    return ask("sql", "--json", "-", "select max(local_day) as day from clean.dasher_efficiency")
        .path("rows")
        .path(0)
        .path("day")
        .asText();
  }

  @Test
  default void answersTheQuestionOfANotebook() throws Exception {
    assertAnswered(1, ask("notebook", "run", "how_stale_is_it", "--json", "-"));
  }

  @FullOnly
  @Test
  default void answersTheQuestionsOfAllNotebooks() throws Exception {
    assertAnswered(6, ask("notebook", "run", "--json", "-"));
  }

  private static void assertAnswered(int count, JsonNode result) {
    assertThat(result.path("notebooks")).hasSize(count);
    assertThat(result.path("notebooks"))
        .allSatisfy(
            notebook -> {
              assertThat(notebook.path("ok").asBoolean()).as(notebook.toString()).isTrue();
              assertThat(Path.of(notebook.path("page").asText())).isNotEmptyFile();
            });
  }
}
