package io.freshet.testing.collector;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it came over the wire; ids in hex.
 *
 * @param kind as the protocol calls it, such as {@code SPAN_KIND_SERVER}
 * @param parentId empty where a trace begins
 * @param attributes as text
 * @param links the spans' ids in whose traces it is wanted, too
 */
public record ReceivedSpan(
    String service,
    String name,
    String kind,
    String traceId,
    String id,
    String parentId,
    Map<String, String> attributes,
    List<Link> links,
    boolean isFailed,
    Instant start,
    Instant end) {
  public ReceivedSpan {
    attributes = Map.copyOf(attributes);
    links = List.copyOf(links);
  }

  /** To a span elsewhere. */
  public record Link(String traceId, String spanId) {}

  static ReceivedSpan of(Resource resource, Span span) {
    return new ReceivedSpan(
        attributes(resource.getAttributesList()).getOrDefault("service.name", ""),
        span.getName(),
        span.getKind().name(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        attributes(span.getAttributesList()),
        span.getLinksList().stream()
            .map(link -> new Link(hex(link.getTraceId()), hex(link.getSpanId())))
            .toList(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        Instant.ofEpochSecond(0, span.getStartTimeUnixNano()),
        Instant.ofEpochSecond(0, span.getEndTimeUnixNano()));
  }

  private static Map<String, String> attributes(List<KeyValue> pairs) {
    Map<String, String> attributes = new TreeMap<>();
    pairs.forEach(pair -> attributes.put(pair.getKey(), text(pair.getValue())));

    return attributes;
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
