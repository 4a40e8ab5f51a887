package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.SampleReceipts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody types to see or do the same as on a page. */
class CommandsOnPagesTest {
  private final OpenConsole console =
      new OpenConsole(new MemorySources().with(Boards.of(waiting("rides", 1))));

  @AfterEach
  void close() {
    console.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, ./freshet freshness",
    "/contracts, ./freshet contract lint",
    "/receipts, ./freshet prove",
    "/datasets, ./freshet cut create DOMAIN"
  })
  void eachPageNamesTheCommandThatTellsTheSame(String path, String command) {
    assertThat(commands(path)).contains(command);
  }

  @Test
  void aReceiptNamesWhatDoesTheSameAgain(@TempDir Path folder) {
    List<Receipt> nightlies = SampleReceipts.in(folder);
    console.sources().with(nightlies);

    assertThat(commands("/receipts/" + nightlies.get(0).name()))
        .containsExactly("./freshet run nightly --job fares_daily --changed");
  }

  @Test
  void aNameThatIsNoneOfAContractIsPartOfNoCommand() {
    String name = "prove-x-1764410400000.json";
    console
        .sources()
        .with(
            List.of(
                new Receipt(
                    name, "prove", Set.of("raw.rides", "x; rm -rf /"), Boards.NOW, true, "")));

    assertThat(commands("/receipts/" + name)).containsExactly("./freshet prove rides");
  }

  private List<String> commands(String path) {
    return console.page(path).select(".commands code").eachText();
  }
}
