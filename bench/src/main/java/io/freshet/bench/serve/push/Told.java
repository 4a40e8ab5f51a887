package io.freshet.bench.serve.push;

import io.freshet.bench.serve.Version;
import java.util.List;
import java.util.Optional;

/**
 * What one watcher was told.
 *
 * @param news in the order in which they came
 * @param trouble what should not have been; empty when all was well
 */
record Told(List<News> news, String trouble) {
  Told {
    news = List.copyOf(news);
  }

  /**
   * A state of its order.
   *
   * @param arrivedMicros when it was there, since 1970
   */
  record News(Version version, long arrivedMicros) {}

  /** The last that it was told. */
  Optional<Version> newest() {
    return news.isEmpty() ? Optional.empty() : Optional.of(news.get(news.size() - 1).version());
  }
}
