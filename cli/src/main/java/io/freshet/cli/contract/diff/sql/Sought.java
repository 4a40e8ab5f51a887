package io.freshet.cli.contract.diff.sql;

import java.util.Optional;

/**
 * What sources are searched for: a contract, or a column of it.
 *
 * @param column its path; empty where the whole contract is meant
 */
public record Sought(String contract, Optional<String> column) {

  /** Of a part of an object the last word is what a source would say. */
  public Optional<String> word() {
    return column.map(path -> path.substring(path.lastIndexOf('.') + 1));
  }

  public boolean isNamed(String word) {
    return word().filter(word::equals).isPresent();
  }

  /** Whether a column of that name may hold it: an object is handed on whole, or its part alone. */
  boolean isCarriedAs(String name) {
    return isNamed(name) || column.filter(path -> path.startsWith(name + ".")).isPresent();
  }
}
