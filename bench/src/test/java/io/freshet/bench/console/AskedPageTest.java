package io.freshet.bench.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskedPageTest {
  private static final List<String> TABLES =
      IntStream.range(0, 1000).mapToObj("bench_%03d"::formatted).toList();

  @Test
  void looksAtNoTableTwiceOfWhichTheFirstLookCounts() {
    List<AskedPage> firsts = firstLooks(AskedPage.all(TABLES, 200));

    assertThat(firsts).hasSize(2);
    assertThat(firsts)
        .allSatisfy(page -> assertThat(page.turns(page.times(200))).hasSize(200))
        .allSatisfy(page -> assertThat(page.paths()).doesNotHaveDuplicates());
    assertThat(names(firsts.get(0))).doesNotContainAnyElementsOf(names(firsts.get(1)));
    assertThat(names(firsts.get(0))).doesNotContain("bench_000", "bench_999");
  }

  @Test
  void looksAtFewerWhereThereAreFewer() {
    List<AskedPage> firsts = firstLooks(AskedPage.all(TABLES.subList(0, 100), 200));

    assertThat(firsts).allSatisfy(page -> assertThat(page.times(200)).isEqualTo(49));
  }

  @Test
  void asksForEachAddressInItsTurn() {
    AskedPage page = new AskedPage("some", List.of("/a", "/b"), AskedPage.Regard.KNOWN);

    assertThat(page.turns(3)).containsExactly("/a", "/b", "/a");
  }

  private static List<AskedPage> firstLooks(List<AskedPage> pages) {
    return pages.stream().filter(page -> page.regard() == AskedPage.Regard.FIRST_LOOK).toList();
  }

  private static List<String> names(AskedPage page) {
    return page.paths().stream()
        .map(path -> path.substring(path.lastIndexOf('/') + 1).replace("raw.", ""))
        .toList();
  }
}
