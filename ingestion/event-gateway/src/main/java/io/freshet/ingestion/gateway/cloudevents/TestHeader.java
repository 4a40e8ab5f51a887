package io.freshet.ingestion.gateway.cloudevents;

import io.freshet.core.envelope.TestMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Marks all events of a request as tests where its protocol has no attributes: the header that does
 * so in binary mode.
 */
public final class TestHeader {
  public static final String NAME = BinaryMode.PREFIX + TestMark.ATTRIBUTE;

  private TestHeader() {}

  /** The attributes that it gives each event; empty when it is neither true nor false. */
  public static Optional<Map<String, String>> attributes(HttpFields headers) {
    List<String> values = headers.getValuesList(NAME);
    if (values.size() > 1) {
      return Optional.empty();
    }
    String value = values.isEmpty() || values.get(0) == null ? "" : values.get(0);

    return HeaderText.decode(value).filter(TestMark::isReadable).map(TestHeader::markedBy);
  }

  private static Map<String, String> markedBy(String mark) {
    return mark.equals(TestMark.YES) ? TestMark.extension() : Map.of();
  }
}
