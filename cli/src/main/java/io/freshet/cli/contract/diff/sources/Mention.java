package io.freshet.cli.contract.diff.sources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.contract.diff.sql.How;
import java.util.Locale;

/**
 * A source that speaks of a table or of one of its columns; whether it reads it, nobody has said.
 *
 * @param who such as {@code notebook eta_error}
 * @param file below the project's folder
 * @param line of the file, from 1
 */
public record Mention(String who, How how, String file, int line) {

  /** As people read it. */
  public String text() {
    return "%s · %s · %s:%d".formatted(who, how.text(), file, line);
  }

  public void addTo(ObjectNode json) {
    json.put("who", who)
        .put("how", how.name().toLowerCase(Locale.ROOT))
        .put("file", file)
        .put("line", line);
  }
}
