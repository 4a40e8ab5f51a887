package io.freshet.ingestion.gateway.http;

import io.freshet.core.tracing.Span;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.contracts.Served;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;

/**
 * A request that was let in and has been read.
 *
 * @param served what contracts let in and out when it came
 * @param span the step that it is
 * @param executor where its answer is made, once Kafka has spoken: Kafka's own thread sends for all
 */
record Visit(
    Served served,
    Sender sender,
    String method,
    HttpURI uri,
    HttpFields headers,
    byte[] body,
    Span span,
    Executor executor) {
  String producer() {
    return sender.producer();
  }

  String path() {
    return uri.getPath();
  }
}
