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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streets of markets: an operator's, and where there are none those of the simulator's cities.
 * Each is read once. Thread-safe.
 */
public final class StreetMaps {
  private static final Logger LOG = LoggerFactory.getLogger(StreetMaps.class);
  private static final String ENDING = ".geojson";
  private static final long LARGEST_BYTES = 4 << 20;

  private final Optional<Path> folder;
  private final ConcurrentMap<String, Streets> maps = new ConcurrentHashMap<>();

  /**
   * What is known of a market's streets.
   *
   * @param map empty where nobody knows them
   * @param trouble why a map that is there is not drawn
   */
  record Streets(Optional<StreetMap> map, Optional<String> trouble) {
    private static final Streets UNKNOWN = new Streets(Optional.empty(), Optional.empty());
  }

  /**
   * @param folder of {@code <market>.geojson}, as the setting {@code live.maps} names it
   */
  public StreetMaps(Optional<Path> folder) {
    this.folder = folder;
    folder
        .filter(named -> !Files.isDirectory(named))
        .ifPresent(named -> LOG.warn("Maps not read folder={} reason=it is no folder", named));
  }

  Streets of(String market) {
    // Only what is found is kept: anyone may ask for anything.
    return OrderName.isMarket(market)
        ? Optional.ofNullable(maps.computeIfAbsent(market, this::read)).orElse(Streets.UNKNOWN)
        : Streets.UNKNOWN;
  }

  /** Null where there is no file. */
  private Streets read(String market) {
    Optional<Path> own =
        folder.map(each -> each.resolve(market + ENDING)).filter(Files::isRegularFile);
    if (own.isPresent()) {
      return own(own.get());
    }
    try (InputStream in = StreetMaps.class.getResourceAsStream("streets/" + market + ENDING)) {
      return in == null ? null : new Streets(StreetMap.parse(in.readAllBytes()), Optional.empty());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot read the map of %s: %s".formatted(market, e.getMessage()), e);
    }
  }

  private static Streets own(Path file) {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        return broken(file, "it is larger than %d MB".formatted(LARGEST_BYTES >> 20));
      }
      Optional<StreetMap> map = StreetMap.parse(Files.readAllBytes(file));

      return map.isPresent()
          ? new Streets(map, Optional.empty())
          : broken(file, "it is no GeoJSON with lines");
    } catch (IOException e) { // the map is drawn without streets
      return broken(file, "it can't be read");
    }
  }

  private static Streets broken(Path file, String why) {
    LOG.warn("Map not read file={} reason={}", file, why);

    return new Streets(
        Optional.empty(),
        Optional.of("No streets are drawn by %s: %s.".formatted(file.getFileName(), why)));
  }
}
