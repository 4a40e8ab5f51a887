package io.freshet.cli.find;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds tables and columns by words. Every word must begin one in name, owner or description; a hit
 * in the name weighs more than one in the owner, and that more than one in the description.
 */
final class Finder {
  private static final int WHOLE_NAME = 100;
  private static final int WORD_OF_NAME = 60;
  private static final int PART_OF_NAME = 40;
  private static final int SCHEMA_OR_TABLE = 15;
  private static final int OWNER = 30;
  private static final int DESCRIPTION = 10;
  private static final int TABLES_FIRST = 5;

  private Finder() {}

  /** A thing and how well it fits. */
  record Found(Thing thing, int score) {}

  /** Best first; of equals tables first, then by name. */
  static List<Found> find(Collection<Thing> things, List<String> words) {
    return things.stream()
        .map(thing -> new Found(thing, score(thing, words)))
        .filter(found -> found.score() > 0)
        .sorted(
            Comparator.comparingInt(Found::score)
                .reversed()
                .thenComparing(found -> found.thing().name()))
        .toList();
  }

  private static int score(Thing thing, List<String> words) {
    int sum = thing.kind() == Thing.Kind.TABLE ? TABLES_FIRST : 0;
    for (String word : words) {
      int score = score(thing, word.toLowerCase(Locale.ROOT));
      if (score == 0) {
        return 0;
      }
      sum += score;
    }

    return sum;
  }

  private static int score(Thing thing, String word) {
    String name = thing.shortName();
    if (name.equals(word) || thing.name().equals(word)) {
      return WHOLE_NAME;
    }
    if (List.of(name.split("_")).contains(word)) {
      return WORD_OF_NAME;
    }
    if (holds(name, word)) {
      return PART_OF_NAME;
    }
    if (holds(thing.owner(), word)) {
      return OWNER;
    }
    if (holds(thing.name(), word)) {
      return SCHEMA_OR_TABLE;
    }

    return holds(thing.description(), word) ? DESCRIPTION : 0;
  }

  /** Whether one of its words begins like this: eta is not in detail. */
  private static boolean holds(String text, String word) {
    return Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word))
        .matcher(text.toLowerCase(Locale.ROOT))
        .find();
  }
}
