package io.freshet.core.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.server.http.Correlation;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes each event of the log as an object on a line of its own, with what our messages say as
 * {@code key={}} under {@code fields}, and the id of the request that it belongs to.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  // Of each place for a value, whether a key stands before it.
  private static final Pattern PLACE = Pattern.compile("(?:([A-Za-z][\\w.-]*)=)?\\{}");

  private final String service;

  JsonLines(String service) {
    this.service = service;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", event.getInstant().toString())
            .put("level", event.getLevel().toString())
            .put("service", service)
            .put("thread", event.getThreadName())
            .put("logger", event.getLoggerName())
            .put("message", event.getFormattedMessage());
    ObjectNode fields = fields(event);
    if (!fields.isEmpty()) {
      line.set("fields", fields);
    }
    String id = event.getMDCPropertyMap().get(Correlation.KEY);
    if (id != null) {
      line.put(Correlation.KEY, id);
    }
    if (event.getThrowableProxy() != null) {
      line.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode fields(ILoggingEvent event) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    Object[] values = event.getArgumentArray();
    if (values == null) {
      return fields;
    }
    int at = 0;
    for (MatchResult place : PLACE.matcher(event.getMessage()).results().toList()) {
      if (at < values.length && place.group(1) != null) {
        put(fields, place.group(1), values[at]);
      }
      at++;
    }

    return fields;
  }

  private static void put(ObjectNode fields, String key, Object value) {
    if (value instanceof Integer || value instanceof Long) {
      fields.put(key, ((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      fields.put(key, flag);
    } else {
      fields.put(key, String.valueOf(value));
    }
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
