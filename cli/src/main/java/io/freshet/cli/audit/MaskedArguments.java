package io.freshet.cli.audit;

import io.freshet.core.toolkit.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A command's words without the secrets among them, and none longer than one can read. */
final class MaskedArguments {
  private static final String MASK = "***";
  private static final int MAX_LENGTH = 500;
  private static final int MAX_WORDS = 100;

  /** Beside what settings call so: a log that nobody can take back rather masks too much. */
  private static final List<String> SECRET = List.of("pass", "pwd", "key", "auth");

  private MaskedArguments() {}

  static List<String> of(String... arguments) {
    List<String> shown = new ArrayList<>();
    boolean secretFollows = false;
    for (String argument : arguments) {
      if (shown.size() == MAX_WORDS) {
        shown.add("…");
        break;
      }
      int equals = argument.indexOf('=');
      if (secretFollows) {
        shown.add(MASK);
      } else if (equals > 0 && isSecret(argument.substring(0, equals))) {
        shown.add(argument.substring(0, equals + 1) + MASK);
      } else {
        shown.add(cut(Secrets.masked(argument)));
      }
      secretFollows =
          !secretFollows && equals < 0 && argument.startsWith("-") && isSecret(argument);
    }

    return List.copyOf(shown);
  }

  private static boolean isSecret(String option) {
    String name = option.toLowerCase(Locale.ROOT);

    return Secrets.isSecret(name)
        || (SECRET.stream().anyMatch(name::contains) && !name.endsWith("-file"));
  }

  private static String cut(String argument) {
    return argument.length() > MAX_LENGTH ? argument.substring(0, MAX_LENGTH) + "…" : argument;
  }
}
