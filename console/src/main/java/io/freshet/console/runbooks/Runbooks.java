package io.freshet.console.runbooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The pages of {@code docs/runbooks} as the build has put them beside the console's classes, so
 * that who is on call needs no checkout to read them.
 */
public final class Runbooks {
  private static final Pattern FILE = Pattern.compile("(?:.*/)?([a-z][a-z-]*)\\.md");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*");

  private Runbooks() {}

  /**
   * One of them.
   *
   * @param html what stands below its title; made of our own file, in which markup is text
   */
  public record Runbook(String name, String title, String html) {}

  /**
   * The name of a runbook that is there.
   *
   * @param file as alerts name it, such as {@code docs/runbooks/flink.md}
   */
  public static Optional<String> named(String file) {
    Matcher matcher = FILE.matcher(file);

    return matcher.matches() && isThere(matcher.group(1))
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /** What it says; empty where there is no such runbook. */
  public static Optional<Runbook> of(String name) {
    return NAME.matcher(name).matches() && isThere(name)
        ? Optional.of(rendered(name, text(name)))
        : Optional.empty();
  }

  private static boolean isThere(String name) {
    return Runbooks.class.getResource(name + ".md") != null;
  }

  private static String text(String name) {
    try (InputStream file = Runbooks.class.getResourceAsStream(name + ".md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Runbook rendered(String name, String markdown) {
    Node root = Parser.builder().build().parse(markdown);
    String title = takeTitle(root).orElse(name);
    root.accept(new LinksWithin());

    return new Runbook(
        name,
        title,
        HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build().render(root));
  }

  /** The page has it above all else. */
  private static Optional<String> takeTitle(Node root) {
    if (!(root.getFirstChild() instanceof Heading heading)) {
      return Optional.empty();
    }
    StringBuilder words = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }
        });
    heading.unlink();

    return Optional.of(words.toString());
  }

  /** Links to other runbooks lead to them; what else documents link to is not here: words only. */
  private static final class LinksWithin extends AbstractVisitor {
    @Override
    public void visit(Link link) {
      Optional<String> other =
          link.getDestination().contains("/") ? Optional.empty() : named(link.getDestination());
      if (other.isPresent()) {
        link.setDestination("/runbooks/" + other.get());
      } else {
        Node word = link.getFirstChild();
        while (word != null) {
          Node next = word.getNext();
          link.insertBefore(word);
          word = next;
        }
        link.unlink();
      }
    }
  }
}
