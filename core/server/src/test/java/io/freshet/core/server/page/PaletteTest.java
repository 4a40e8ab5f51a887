package io.freshet.core.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PaletteTest {
  private static final Pattern COLOUR = Pattern.compile("(--[a-z]+): #");

  @Test
  void standsBeforeThePagesOwnStyle() {
    assertThat(sheet("a {}\n")).startsWith(":root {").endsWith("}\n\na {}\n");
  }

  @Test
  void hasEachColourInTheDarkToo() {
    String[] modes = sheet("").split("@media \\(prefers-color-scheme: dark\\)");

    assertThat(modes).hasSize(2);
    assertThat(colours(modes[1])).isNotEmpty().isEqualTo(colours(modes[0]));
  }

  private static List<String> colours(String css) {
    return COLOUR.matcher(css).results().map(found -> found.group(1)).toList();
  }

  private static String sheet(String own) {
    return new String(Palette.before(own.getBytes(UTF_8)), UTF_8);
  }
}
