package io.freshet.cli.job;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells people of each round of maintenance, from what the application writes into its log. */
final class RoundProgress implements Consumer<String> {
  private static final Pattern ENDED =
      Pattern.compile(
          "(\\S+) .* Round ended tables=(\\d+) steps=(\\d+) failures=(\\d+)"
              + " seconds=(\\S+) cpu_seconds=(\\S+)");
  private static final Pattern FAILED = Pattern.compile("(\\S+) .* (Round failed, .*)");

  private final Consumer<String> out;

  /**
   * @param out gets a line a round
   */
  RoundProgress(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void accept(String line) {
    Matcher ended = ENDED.matcher(line);
    Matcher failed = FAILED.matcher(line);
    if (ended.matches()) {
      out.accept(
          "%s  %s tables: %s steps done, %s failed; %s s, %s s of CPU"
              .formatted(
                  ended.group(1),
                  ended.group(2),
                  ended.group(3),
                  ended.group(4),
                  ended.group(5),
                  ended.group(6)));
    } else if (failed.matches()) {
      out.accept("%s  %s".formatted(failed.group(1), failed.group(2)));
    }
  }
}
