package io.freshet.bench.gateway;

import java.util.List;

/**
 * What is sent, and where.
 *
 * @param key of the sender; empty where nobody asks for one
 * @param bodies each on one line, sent by turns
 */
record Requests(String url, String mediaType, String key, List<String> bodies) {
  Requests {
    bodies = List.copyOf(bodies);
  }
}
