package io.freshet.cli.docs.site;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;

/** A document as HTML, its links as the site needs them. Markup in a document is shown as text. */
final class PageBody {
  private final Addresses addresses;
  private final Document document;
  private final IdentityHashMap<Node, String> anchors = new IdentityHashMap<>();

  PageBody(Addresses addresses, Document document) {
    this.addresses = addresses;
    this.document = document;
    document.sections().forEach(section -> anchors.put(section.heading(), section.anchor()));
  }

  String html() {
    return HtmlRenderer.builder()
        .extensions(Document.EXTENSIONS)
        .escapeHtml(true)
        .sanitizeUrls(true)
        .attributeProviderFactory(context -> this::adorn)
        .build()
        .render(document.root())
        // Wide ones are moved sideways by themselves.
        .replace("<table>", "<div class=\"wide\"><table>")
        .replace("</table>", "</table></div>");
  }

  private void adorn(Node node, String tag, Map<String, String> attributes) {
    String anchor = anchors.get(node);
    if (anchor != null) {
      attributes.put("id", anchor);
    } else if (node instanceof Link link && tag.equals("a")) {
      way(link.getDestination()).ifPresent(way -> attributes.put("href", way));
      attributes.remove("rel");
    } else if (node instanceof Image image && tag.equals("img")) {
      way(image.getDestination()).ifPresent(way -> attributes.put("src", way));
      attributes.put("loading", "lazy");
    } else if (tag.equals("code") && "language-bash run".equals(attributes.get("class"))) {
      attributes.put("class", "language-bash");
    }
  }

  /** Empty where it leads elsewhere or stays on its page: the renderer has seen to such ones. */
  private Optional<String> way(String written) {
    Path here = addresses.of(document.file());
    String part = Library.part(written).map(anchor -> "#" + anchor).orElse("");

    return Library.target(document, written)
        .map(target -> Addresses.way(here, addresses.of(target)) + part);
  }
}
