package io.freshet.cli.drill;

import io.freshet.core.contract.freshness.Hop;
import java.util.regex.Pattern;

/**
 * What the console shows of a fault.
 *
 * @param page where, such as {@code /alerts}
 * @param markup what its HTML has in it meanwhile
 * @param words the same for people
 */
record Sign(String page, Pattern markup, String words) {
  private static final String ALERTS = "/alerts";

  /** An alert that names that hop. */
  static Sign alert(Hop hop) {
    return new Sign(
        ALERTS,
        Pattern.compile("<span class=\"cause\">%s</span>".formatted(hop.code())),
        "an alert that names the hop " + hop.code());
  }

  /**
   * A page that says that it can't read something, or not any more.
   *
   * @param names as the page may call it
   */
  static Sign unread(String page, String what, String... names) {
    String named = names.length == 0 ? what : "(?:%s)".formatted(String.join("|", names));

    return new Sign(
        page,
        Pattern.compile(
            "Not up to date:</b> %1$s as of|Nothing is known of %1$s<".formatted(named)),
        what + " can’t be read");
  }

  /** A Flink job that does not run. */
  static Sign standing(String job) {
    return new Sign(
        "/pipeline",
        Pattern.compile(
            "class=\"step\">%s[^<]*</th><td><span class=\"mark late\">|<b>The JobManager %s"
                .formatted(job, job)),
        "the job " + job + " does not run");
  }

  /** Whether it is told for as long as the console is not sure that all is calm. */
  boolean isAlert() {
    return page.equals(ALERTS);
  }

  boolean isIn(String html) {
    return markup.matcher(html).find();
  }
}
