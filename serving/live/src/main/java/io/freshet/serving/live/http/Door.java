package io.freshet.serving.live.http;

import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * What is served at one address.
 *
 * @param name for metrics
 */
record Door(String name, HttpMethod method, Service service) {
  /** Answers sooner or later. */
  interface Service {
    CompletionStage<Reply> answer(Request request);
  }
}
