package io.freshet.core.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final JsonLines lines = new JsonLines("event-gateway");

  JsonLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Test
  void writesAnObjectALine() throws IOException {
    String text = text(event(null, "Gateway ready url={} producers={}", "http://a", 3));

    assertThat(text).endsWith("}\n").hasLineCount(1);
    assertThat(new ObjectMapper().readTree(text))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time": "2026-11-30T08:00:00.123Z", "level": "WARN",
                     "service": "event-gateway", "thread": "http-1", "logger": "Gateway",
                     "message": "Gateway ready url=http://a producers=3",
                     "fields": {"url": "http://a", "producers": 3}}"""));
  }

  @Test
  void keepsWhatHasNoKeyOutOfTheFields() throws IOException {
    JsonNode line = line(event(null, "{} of {} taken={}", 1, 2, true));

    assertThat(line.path("message").asText()).isEqualTo("1 of 2 taken=true");
    assertThat(line.path("fields")).hasToString("{\"taken\":true}");
  }

  @Test
  void bearsTheIdOfTheRequest() throws IOException {
    LoggingEvent event = event(null, "Request failed");
    event.setMDCPropertyMap(Map.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"));

    JsonNode line = line(event);

    assertThat(line.path("trace_id").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(line.has("fields")).isFalse();
  }

  @Test
  void tellsAFailureOnTheSameLine() throws IOException {
    String text = text(event(new IllegalStateException("Two\nlines"), "Request failed"));

    assertThat(text).hasLineCount(1);
    assertThat(new ObjectMapper().readTree(text).path("error").asText())
        .startsWith("java.lang.IllegalStateException: Two\nlines")
        .contains("JsonLinesTest");
  }

  private LoggingEvent event(Throwable failure, String message, Object... values) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("Gateway"), Level.WARN, message, failure, values);
    event.setInstant(Instant.parse("2026-11-30T08:00:00.123Z"));
    event.setThreadName("http-1");

    return event;
  }

  private JsonNode line(LoggingEvent event) throws IOException {
    return new ObjectMapper().readTree(text(event));
  }

  private String text(LoggingEvent event) {
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }
}
