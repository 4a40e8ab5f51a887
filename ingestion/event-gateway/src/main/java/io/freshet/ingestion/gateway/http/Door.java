package io.freshet.ingestion.gateway.http;

import java.util.concurrent.CompletableFuture;

/** One protocol in which events come in: how a body is read, and how answers are written. */
interface Door {
  /** A short name for metrics. */
  String name();

  /**
   * Takes the events of one request.
   *
   * @return the answer, sooner or later
   * @throws io.freshet.core.toolkit.FreshetException when the request can't be read
   */
  CompletableFuture<Reply> take(Visit visit);

  /** What a request is told that is not served, in the words of this protocol. */
  Reply refuse(Problem problem);
}
