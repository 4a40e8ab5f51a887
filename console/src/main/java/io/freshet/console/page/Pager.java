package io.freshet.console.page;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One page of a list.
 *
 * @param from the first one shown, counted from 1; 0 where there is none
 * @param previous where the page before is, where there is one
 */
public record Pager(
    int page,
    int pages,
    int from,
    int to,
    int total,
    Optional<String> previous,
    Optional<String> next) {
  static final int SIZE = 50;

  /**
   * @param wanted one behind the last page is taken for the last
   * @param address of a page
   */
  static Pager of(int total, int wanted, IntFunction<String> address) {
    int pages = Math.max(1, (total + SIZE - 1) / SIZE);
    int page = Math.min(wanted, pages);
    int first = (page - 1) * SIZE;

    return new Pager(
        page,
        pages,
        total == 0 ? 0 : first + 1,
        Math.min(total, first + SIZE),
        total,
        page > 1 ? Optional.of(address.apply(page - 1)) : Optional.empty(),
        page < pages ? Optional.of(address.apply(page + 1)) : Optional.empty());
  }

  <T> List<T> cut(List<T> all) {
    return total == 0 ? List.of() : all.subList(from - 1, to);
  }
}
