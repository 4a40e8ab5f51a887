package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example of two weeks computes by night, and what it makes of a late batch. */
class HistoryExampleTest {
  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = PROJECT.resolve("examples/history");
  private static final Pattern JOBS = Pattern.compile("jobs=\\(([^)]*)\\)");

  @TempDir private Path receipts;

  @Test
  void computesEveryDerivedTable() throws Exception {
    List<String> derived =
        Contracts.read(PROJECT.resolve("contracts")).all().stream()
            .filter(contract -> contract.kind() == Contract.Kind.DERIVED)
            .map(Contract::name)
            .toList();

    Matcher jobs = JOBS.matcher(Files.readString(EXAMPLE.resolve("two_weeks.sh")));

    assertThat(jobs.find()).isTrue();
    assertThat(jobs.group(1).split("\\s+")).containsExactlyInAnyOrderElementsOf(derived);
  }

  @Test
  void takesTheDaysOfTheLateBatchAndNoOthers() throws Exception {
    computed("orders_history", "2008-05-30");
    computed("restaurant_payouts_weekly");

    assertThat(late("orders_history", "restaurant_payouts_weekly"))
        .contains("orders_history: 2008-05-30 computed anew");

    computed("orders_history", "2008-05-30", "2008-05-31");
    assertThatThrownBy(() -> late("orders_history")).hasMessageContaining("2008-05-31");
    computed("orders_history");
    assertThatThrownBy(() -> late("orders_history")).hasMessageContaining("computed []");
  }

  @Test
  void waitsWhileATableLacksWhatItsStreamHas() throws Exception {
    Path file = receipts.resolve("freshness.json");
    receipts("waits", file.toString());
    Files.writeString(file, waiting(1.5));
    receipts("waits", file.toString());

    Files.writeString(file, waiting(0));
    assertThatThrownBy(() -> receipts("waits", file.toString())).isInstanceOf(IOException.class);
  }

  private static String waiting(double seconds) {
    return """
        {"tables": [{"hops": [{"hop": "commit", "age_seconds": 9},
                              {"hop": "log", "age_seconds": %s}]}]}"""
        .formatted(seconds);
  }

  private void computed(String job, String... days) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String day : days) {
      entries.add("{\"day\": \"%s\"}".formatted(day));
    }
    Files.writeString(
        receipts.resolve("late-%s.json".formatted(job)),
        "{\"days\": [%s]}".formatted(String.join(", ", entries)));
  }

  private String late(String... jobs) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("late", receipts.toString()));
    arguments.addAll(List.of(jobs));

    return receipts(arguments.toArray(String[]::new));
  }

  private static String receipts(String... arguments) throws Exception {
    return ExternalProgram.run(
        List.of("python3", EXAMPLE.resolve("receipts.py").toString()), List.of(arguments));
  }
}
