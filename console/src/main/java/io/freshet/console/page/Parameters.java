package io.freshet.console.page;

import java.util.Map;

/** What stands behind the question mark of an address, within bounds whatever it is. */
public record Parameters(Map<String, String> values) {
  static final String WORDS = "q";
  static final String PAGE = "page";
  private static final int LONGEST = 100;
  private static final int LONGEST_ID = 1000;
  private static final int LONGEST_STATEMENT = 2000;
  private static final int MOST_PAGES = 100_000;

  public Parameters {
    values = Map.copyOf(values);
  }

  /** At most a hundred characters; empty where there is none. */
  public String text(String name) {
    return text(name, LONGEST);
  }

  /** At most a thousand characters, as ids of events may have. */
  String longText(String name) {
    return text(name, LONGEST_ID);
  }

  /** At most two thousand characters, as an address may have. */
  String statement(String name) {
    return text(name, LONGEST_STATEMENT);
  }

  private String text(String name, int longest) {
    String value = values.getOrDefault(name, "").strip();

    return value.length() > longest ? value.substring(0, longest) : value;
  }

  /** Where a page of something is that has no other parameters. */
  static String paged(String path, int page) {
    return Links.with(path, Map.of(PAGE, page > 1 ? Integer.toString(page) : ""));
  }

  /** The page that is wanted, from 1 on. */
  int page() {
    String value = text(PAGE);

    return value.matches("[0-9]{1,6}")
        ? Math.max(1, Math.min(MOST_PAGES, Integer.parseInt(value)))
        : 1;
  }
}
