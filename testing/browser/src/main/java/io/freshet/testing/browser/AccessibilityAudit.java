package io.freshet.testing.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Holds a page against what a program can check of WCAG and of good habits. */
public final class AccessibilityAudit {
  private static final String VERSION = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
  private static final String PROGRAM = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";

  private final String program;

  public AccessibilityAudit() {
    try (InputStream properties = AccessibilityAudit.class.getResourceAsStream(VERSION)) {
      Properties about = new Properties();
      about.load(properties);
      program = read(PROGRAM.formatted(about.getProperty("version")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What breaks them, and where. */
  @SuppressWarnings("unchecked") // what the script returns is its own
  public List<String> violations(Page page) {
    page.evaluate(program);

    return (List<String>)
        page.evaluate(
            """
            async () => (await axe.run()).violations.map(
              (each) => `${each.id}: ${each.nodes.map((node) => node.html + ' ' + node.failureSummary)}`)
            """);
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = AccessibilityAudit.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
