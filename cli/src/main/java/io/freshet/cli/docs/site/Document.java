package io.freshet.cli.docs.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown file as it was read.
 *
 * @param file where it stands
 */
record Document(Path file, Node root, List<Section> sections, List<Reference> references) {
  static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .build();

  Document {
    sections = List.copyOf(sections);
    references = List.copyOf(references);
  }

  /**
   * A heading, and what links call it.
   *
   * @param anchor as GitHub makes it
   */
  record Section(Heading heading, int level, String anchor, String title) {}

  /** A link or an image, with its address as it is written. */
  record Reference(Node node, String address, int line) {
    boolean isImage() {
      return node instanceof Image;
    }
  }

  static Document read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document parse(Path file, String text) {
    Node root = PARSER.parse(text);
    Collector collector = new Collector();
    root.accept(collector);

    return new Document(file, root, collector.sections, collector.references);
  }

  /** The first heading's words; a file without one has its own name. */
  String title() {
    return sections.stream()
        .findFirst()
        .map(Section::title)
        .orElseGet(() -> file.getFileName().toString().replaceFirst("\\.md$", ""));
  }

  boolean hasAnchor(String anchor) {
    return sections.stream().anyMatch(section -> section.anchor().equals(anchor));
  }

  private static final class Collector extends AbstractVisitor {
    private final List<Section> sections = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();

    @Override
    public void visit(Heading heading) {
      String title = Words.of(heading);
      sections.add(new Section(heading, heading.getLevel(), anchor(title), title));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      references.add(new Reference(link, link.getDestination(), line(link)));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      references.add(new Reference(image, image.getDestination(), line(image)));
      visitChildren(image);
    }

    private String anchor(String title) {
      String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
      String first = plain.replace(' ', '-');
      String anchor = first;
      for (int i = 1; !anchors.add(anchor); i++) {
        anchor = first + "-" + i;
      }

      return anchor;
    }

    private static int line(Node node) {
      return node.getSourceSpans().isEmpty() ? 1 : node.getSourceSpans().get(0).getLineIndex() + 1;
    }
  }
}
