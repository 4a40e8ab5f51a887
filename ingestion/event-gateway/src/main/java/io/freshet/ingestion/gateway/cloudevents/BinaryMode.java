package io.freshet.ingestion.gateway.cloudevents;

import io.freshet.core.envelope.offer.Attributes;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.UnfitException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** An event whose attributes are the request's headers, and whose data is its body. */
final class BinaryMode {
  static final String PREFIX = "ce-";

  private BinaryMode() {}

  static Offer read(HttpFields headers, byte[] body) {
    Attributes attributes = new Attributes();
    for (HttpField header : headers) {
      String name = header.getLowerCaseName();
      if (name.startsWith(PREFIX)) {
        String attribute = name.substring(PREFIX.length());
        HeaderText.decode(header.getValue() == null ? "" : header.getValue())
            .ifPresentOrElse(
                value -> attributes.put(attribute, value),
                () -> attributes.refuse("%s is not percent-encoded UTF-8".formatted(name)));
      }
    }
    String contentType = headers.get(HttpHeader.CONTENT_TYPE);
    if (contentType != null) {
      attributes.put("datacontenttype", contentType);
    }
    try {
      return attributes.offer(attributes.format().data(body, ""), "");
    } catch (UnfitException e) {
      return attributes.unfit(e.refusal());
    }
  }
}
