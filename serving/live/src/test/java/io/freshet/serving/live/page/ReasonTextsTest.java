package io.freshet.serving.live.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * That the page has words for each reason why an order may take longer, and its reference has them.
 */
class ReasonTextsTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final Path CONTRACT = PROJECT.resolve("contracts/eta_predictions.yaml");
  private static final Path REFERENCE = PROJECT.resolve("docs/reference/live.md");
  private static final Path TEXTS =
      Path.of("src/main/resources/io/freshet/serving/live/page/texts.js");

  private static final Pattern REASONS = Pattern.compile("(?s)\\n  reasons: \\{\\n(.*?)\\n  },");
  private static final Pattern WORDS = Pattern.compile("(\\w+): '([^']+)'");
  private static final Pattern DECLARED =
      Pattern.compile("(?s)- name: reason\\n.*?validValues:\\n((?: +- \\w+\\n)+)");
  private static final Pattern VALUE = Pattern.compile("- (\\w+)");

  @Test
  void everyReasonOfThePredictionsHasWords() throws IOException {
    assertThat(words().keySet())
        .containsExactlyInAnyOrderElementsOf(
            VALUE
                .matcher(part(DECLARED, CONTRACT))
                .results()
                .map(value -> value.group(1))
                .toList());
  }

  @Test
  void theReferenceHasThemWordForWord() throws IOException {
    String reference = Files.readString(REFERENCE);

    assertThat(words())
        .allSatisfy(
            (reason, words) ->
                assertThat(reference).contains("\n| `%s` | %s".formatted(reason, words)));
  }

  private static Map<String, String> words() throws IOException {
    return WORDS
        .matcher(part(REASONS, TEXTS))
        .results()
        .collect(
            Collectors.toMap(
                (MatchResult each) -> each.group(1), (MatchResult each) -> each.group(2)));
  }

  private static String part(Pattern pattern, Path file) throws IOException {
    Matcher found = pattern.matcher(Files.readString(file));
    assertThat(found.find()).as("%s in %s", pattern, file).isTrue();

    return found.group(1);
  }
}
