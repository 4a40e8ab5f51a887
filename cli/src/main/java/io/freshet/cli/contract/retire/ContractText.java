package io.freshet.cli.contract.retire;

import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contract's file in which only status and end of life change: all else, comments too, stays. */
final class ContractText {
  private static final Pattern STATUS = Pattern.compile("(?m)^(status:[ \\t]*)[\\w\"']+");
  private static final Pattern LEVELS =
      Pattern.compile("(?m)^slaProperties:[ \\t]*(#.*)?\\R([ \\t]*)-");
  private static final Pattern ANY_LEVELS = Pattern.compile("(?m)^slaProperties:");
  private static final Pattern END =
      Pattern.compile("(?m)^([ \\t]*- \\{property: endOfLife, value: )'?\\d{4}-\\d{2}-\\d{2}'?(})");

  private ContractText() {}

  static String with(String text, Status status) {
    Matcher matcher = STATUS.matcher(text);
    if (!matcher.find()) {
      throw byHand("status: " + word(status));
    }

    return matcher.replaceFirst("$1" + word(status));
  }

  static String with(String text, Status status, LocalDate endOfLife) {
    String changed = with(text, status);
    String level = "- {property: endOfLife, value: '%s'}".formatted(endOfLife);
    Matcher there = END.matcher(changed);
    if (there.find()) {
      return there.replaceFirst("$1'%s'$2".formatted(endOfLife));
    }
    Matcher levels = LEVELS.matcher(changed);
    if (levels.find()) {
      int first = levels.start(2);

      return changed.substring(0, first)
          + levels.group(2)
          + level
          + "\n"
          + changed.substring(first);
    }
    if (changed.contains("endOfLife") || ANY_LEVELS.matcher(changed).find()) {
      throw byHand("%s, and among slaProperties %s".formatted(word(status), level));
    }

    return changed + (changed.endsWith("\n") ? "" : "\n") + "slaProperties:\n  " + level + "\n";
  }

  /** YAML has more ways to write a thing than are worth following here. */
  private static FreshetException byHand(String what) {
    return new FreshetException(
        Fault.CALLER,
        "The contract's file is written in a way that can't be changed safely; write it yourself: "
            + what);
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
