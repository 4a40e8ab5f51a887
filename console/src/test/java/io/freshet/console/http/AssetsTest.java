package io.freshet.console.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssetsTest {
  @Test
  void definesEachPropertyThatTheStyleUses() {
    String style = new String(new Assets().at("/assets/console.css").orElseThrow().bytes(), UTF_8);

    assertThat(style).contains("var(--accent)");
    assertThat(found(style, "var\\((--[a-z-]+)\\)")).isSubsetOf(found(style, "(--[a-z-]+):"));
  }

  private static Set<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toSet());
  }
}
