package io.freshet.cli.docs.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.commonmark.node.Node;

/**
 * What can be searched for without a server: the words of each section, in a script, since pages
 * that are opened from a folder may read nothing else.
 */
final class SearchIndex {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}]");

  private final Addresses addresses;
  private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();

  SearchIndex(Addresses addresses) {
    this.addresses = addresses;
  }

  void add(Document document) {
    String place = addresses.of(document.file()).toString();
    List<Node> body = new ArrayList<>();
    String heading = "";
    String anchor = "";
    int next = 0;
    for (Node node = document.root().getFirstChild(); node != null; node = node.getNext()) {
      if (next < document.sections().size() && document.sections().get(next).heading() == node) {
        Document.Section section = document.sections().get(next++);
        if (section.level() == 2) {
          add(document.title(), heading, place + anchor, body);
          body.clear();
          heading = section.title();
          anchor = "#" + section.anchor();
        }
      }
      body.add(node);
    }
    add(document.title(), heading, place + anchor, body);
  }

  private void add(String title, String heading, String address, List<Node> body) {
    TreeSet<String> words = new TreeSet<>();
    WORD.matcher(Words.of(body).toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .forEach(words::add);
    entries.addArray().add(title).add(heading).add(address).add(String.join(" ", words));
  }

  /** Each entry: the page's title, the section's, its address, its words. */
  String script() {
    try {
      return "window.freshetIndex = %s;%n"
          .formatted(new ObjectMapper().writeValueAsString(entries));
    } catch (JsonProcessingException e) {
      throw new FreshetException(Fault.OURS, "Cannot write the search index", e);
    }
  }
}
