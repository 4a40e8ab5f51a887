package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @FullOnly
  @Test
  default void landsAFileOnceThatProvesAfterwards(@TempDir Path own) throws Exception {
    Path file =
        Files.writeString(
            own.resolve("surges.csv"),
            """
            market,event_time,target,multiplier,cap
            san_francisco,2026-03-01T10:00:00Z,1.50,1.25,2.00
            san_francisco,2026-03-01T10:05:00Z,1.50,1.50,2.00
            boston,2026-03-01T10:05:00Z,1.00,1.00,2.00
            """);
    String[] land = {"land", "surge_multipliers", file.toString(), "--json", "-"};

    JsonNode receipt = ask(land).path("receipt");

    assertThat(receipt.path("rows").asLong()).isEqualTo(3);
    assertThat(receipt.path("dead_lettered").asLong()).isZero();
    assertThat(Path.of(receipt.path("file").asText())).exists();
    assertThat(ask(land).at("/plan/held")).hasSize(1);
    assertThat(count("raw.surge_multipliers where event_time < date '2026-03-02'")).isEqualTo(3);
    JsonNode proof = ask("prove", "surge_multipliers", "--json", "-").at("/tables/0");
    assertThat(proof.path("found").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(proof.path("doubled").asLong()).isZero();
  }

  @Test
  default void importsADeltaTableOnce(@TempDir Path own) throws Exception {
    Recording recording = Recording.write(own, LocalDate.of(2008, 5, 20));
    DeltaLog.write(
        recording.pings(), "cab string", "ts long", "lat double", "lng double", "occ integer");
    String[] delta = {
      "import", "delta", own.toString(), "--as", "raw.recorded_cabs", "--json", "-"
    };

    JsonNode receipt = ask(delta).path("receipt");

    assertThat(receipt.path("outcome").asText()).isEqualTo("imported");
    assertThat(receipt.path("rows").asInt()).isEqualTo(recording.pingsPerDay());
    assertThat(Path.of(receipt.path("file").asText())).exists();
    assertThat(ask(delta).at("/receipt/outcome").asText()).isEqualTo("unchanged");
    assertThat(count("raw.recorded_cabs where cab = 'ab'")).isEqualTo(recording.pingsPerDay());
  }

  @FullOnly
  @Test
  default void trainsAModelThatServesUntilItIsRolledBack() throws Exception {
    PastHours hours = PastHours.begun(23, 10);
    FreshetCommand history = freshCommand();
    FreshetCommand.Answer sent =
        history.end(hours.send(history, 600, 4_800), Duration.ofMinutes(5));
    assertThat(sent.exitCode()).as(sent.printed()).isZero();
    awaitAny("raw.order_events where state = 'delivered' and " + hours.during("event_time"));
    awaitAny("raw.eta_predictions where " + hours.during("event_time"));

    JsonNode set = ask("dataset", "create", "e2e", "--settle", "0s", "--json", "-").path("dataset");
    JsonNode trained =
        ask("model", "train", "eta", "--dataset", "e2e", "--even-if-worse", "--json", "-");
    String version = trained.at("/model/version").asText();
    assertThat(trained.at("/model/dataset/sha256")).isEqualTo(set.path("sha256"));
    assertThat(trained.path("serving").asText()).isNotEqualTo(version);

    assertThat(ask("model", "use", version, "--json", "-").path("serving").asText())
        .isEqualTo(version);
    ask("simulate", "--duration", "1m", "--rate", "100");
    awaitAny("raw.eta_predictions where model = '%s'".formatted(version));

    JsonNode skew =
        ask(
            "dataset",
            "skew",
            "--day",
            set.path("from").asText().substring(0, "2026-03-01".length()),
            "--allow-late=1",
            "--allow-unexplained=1000000",
            "--json",
            "-");
    assertThat(skew.path("predictions").asLong()).isPositive();
    assertThat(skew.path("values").asLong()).isPositive();
    assertThat(ask("model", "rollback", "--json", "-").path("serving").asText())
        .isNotEqualTo(version);
    assertThat(ask("dataset", "drop", "e2e", "--json", "-").path("tables")).hasSize(2);
    assertThat(ask("model", "list", "--json", "-").path("models"))
        .extracting(model -> model.path("version").asText())
        .contains(version);
  }

  private void awaitAny(String rows) {
    await(rows).atMost(Duration.ofMinutes(5)).until(() -> count(rows) > 0);
  }

  private long count(String rows) throws Exception {
    return ask("sql", "--json", "-", "select count(*) as n from " + rows).at("/rows/0/n").asLong();
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
