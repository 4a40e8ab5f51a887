package io.freshet.console.delivery.map;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.OrderName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The streets of markets: an operator's, and where there are none those of the simulator's cities.
 * Each is read once. Thread-safe.
 */
public final class StreetMaps {
  private static final String ENDING = ".geojson";
  private static final long LARGEST_BYTES = 4 << 20;

  private final Optional<Path> folder;
  private final ConcurrentMap<String, StreetMap> maps = new ConcurrentHashMap<>();

  /**
   * @param folder of {@code <market>.geojson}, as the setting {@code live.maps} names it
   */
  public StreetMaps(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The streets of a market; empty where nobody knows them. */
  Optional<StreetMap> of(String market) {
    // Only what is found is kept: anyone may ask for anything.
    return OrderName.isMarket(market)
        ? Optional.ofNullable(maps.computeIfAbsent(market, this::read))
        : Optional.empty();
  }

  private StreetMap read(String market) {
    try {
      Optional<Path> own =
          folder.map(each -> each.resolve(market + ENDING)).filter(Files::isRegularFile);
      if (own.isPresent()) {
        return Files.size(own.get()) > LARGEST_BYTES
            ? null
            : StreetMap.parse(Files.readAllBytes(own.get())).orElse(null);
      }
      try (InputStream in = StreetMaps.class.getResourceAsStream("streets/" + market + ENDING)) {
        return in == null ? null : StreetMap.parse(in.readAllBytes()).orElse(null);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot read the map of %s: %s".formatted(market, e.getMessage()), e);
    }
  }
}
