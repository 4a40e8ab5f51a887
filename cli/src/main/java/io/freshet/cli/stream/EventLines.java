package io.freshet.cli.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.envelope.view.RoleView;
import java.io.PrintWriter;

/** Events for programs: a JSON object a line, refused records among them. */
final class EventLines implements EventPrinter {
  private final RoleView view;
  private final PrintWriter out;

  EventLines(RoleView view, PrintWriter out) {
    this.view = view;
    this.out = out;
  }

  @Override
  public void event(Position position, Decoded.Event event) {
    out.println(line(position, event));
  }

  @Override
  public void test(Position position, Decoded.Event event) {
    out.println(line(position, event).put("test", true));
  }

  private ObjectNode line(Position position, Decoded.Event event) {
    ObjectNode line = at(position);
    Envelope envelope = event.envelope();
    line.put("id", envelope.id()).put("source", envelope.source()).put("type", envelope.type());
    line.set("payload", view.json(event.payload()));
    ArrayNode masked = line.putArray("masked");
    view.masked().forEach(masked::add);

    return line;
  }

  @Override
  public void refused(Position position, Decoded.Refused refused) {
    ObjectNode line = at(position);
    line.putObject("refused").put("cause", refused.cause().code()).put("detail", refused.detail());
    out.println(line);
  }

  @Override
  public boolean isCutOff() {
    return out.checkError();
  }

  @Override
  public void close() {
    out.flush();
  }

  private static ObjectNode at(Position position) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("partition", position.partition())
        .put("offset", position.offset())
        .put("received_at", position.receivedAt().toString());
  }
}
