package io.freshet.cli.contract.diff.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The code in a notebook's file, which is JSON with a text for each line. */
final class Notebook {
  private static final JsonFactory JSON = new JsonFactory();

  private final StringBuilder code = new StringBuilder();
  private final List<Integer> lines = new ArrayList<>();
  private boolean isCode = true;

  private Notebook() {}

  /** Without what is written for people; all of a file that is no JSON. */
  static SourceText code(String file) {
    Notebook notebook = new Notebook();
    try (JsonParser parser = JSON.createParser(file)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          notebook.take(key(parser), parser);
        }
      }
    } catch (JsonProcessingException e) {
      return SourceText.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    notebook.lines.add(1); // of the empty line at the end

    return new SourceText(notebook.code.toString(), notebook.lines);
  }

  private static String key(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    String name = (context.inArray() ? context.getParent() : context).getCurrentName();

    return name == null ? "" : name;
  }

  private void take(String key, JsonParser parser) throws IOException {
    if (key.equals("cell_type")) {
      isCode = parser.getText().equals("code");
    } else if (isCode && key.equals("source")) {
      int line = parser.currentTokenLocation().getLineNr();
      for (String text : parser.getText().lines().toList()) {
        code.append(text).append('\n');
        lines.add(line);
      }
    }
  }
}
