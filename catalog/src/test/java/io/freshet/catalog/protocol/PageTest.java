package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final List<String> LISTING = List.of("c", "a", "d", "b");

  @Test
  void listsEverythingWhenNoSizeIsAskedFor() {
    Page<String> page = page(LISTING, Map.of("pageToken", ""));

    assertThat(page.entries()).containsExactly("a", "b", "c", "d");
    assertThat(page.next()).isNull();
  }

  @Test
  void beginsWithTheFirstNames() {
    Page<String> page = page(LISTING, Map.of("pageSize", "3"));

    assertThat(page.entries()).containsExactly("a", "b", "c");
    assertThat(page.next()).isEqualTo("c");
  }

  @Test
  void goesOnBehindTheLastName() {
    Page<String> page = page(LISTING, Map.of("pageSize", "3", "pageToken", "c"));

    assertThat(page.entries()).containsExactly("d");
    assertThat(page.next()).isNull();
  }

  @Test
  void hasNoNextPageWhenTheLastIsFull() {
    Page<String> page = page(LISTING, Map.of("pageSize", "2", "pageToken", "b"));

    assertThat(page.entries()).containsExactly("c", "d");
    assertThat(page.next()).isNull();
  }

  @Test
  void hidesNoNameWhenTheOneOfTheTokenIsDropped() {
    Page<String> page = page(List.of("a", "c", "d"), Map.of("pageSize", "2", "pageToken", "b"));

    assertThat(page.entries()).containsExactly("c", "d");
  }

  @Test
  void refusesASizeThatIsNoNumber() {
    assertThatThrownBy(() -> page(LISTING, Map.of("pageSize", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pageSize is many; it must be a whole number of at least 1");
  }

  private static Page<String> page(List<String> listing, Map<String, String> query) {
    return Page.of(listing, Function.identity(), query);
  }
}
