package io.freshet.serving.live.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.server.page.PageFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.serving.live.order.OrderKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The streets of each market that some are known of, as GeoJSON (RFC 7946): an operator's, and
 * where there are none those of the simulator's cities. Thread-safe.
 */
public final class StreetMaps {
  private static final String KEY = "live.maps";
  private static final String ENDING = ".geojson";
  private static final String MEDIA_TYPE = "application/geo+json";
  private static final int LARGEST_BYTES = 4 << 20;

  private final ConcurrentMap<String, PageFile> maps;

  private StreetMaps(ConcurrentMap<String, PageFile> maps) {
    this.maps = maps;
  }

  /** The streets of the simulator's cities. */
  public static StreetMaps shipped() {
    return new StreetMaps(new ConcurrentHashMap<>());
  }

  /**
   * The same, with an operator's before them.
   *
   * @param folder with a file {@code <market>.geojson} for each market
   * @throws FreshetException {@code CALLER} when one of them is no map
   */
  public static StreetMaps withThoseIn(Path folder) {
    return new StreetMaps(new ConcurrentHashMap<>(readAll(folder)));
  }

  /** The streets of a market; empty when nobody knows them. */
  public Optional<PageFile> of(String market) {
    // Only what is found is kept: anyone may ask for anything.
    return OrderKey.isMarket(market)
        ? Optional.ofNullable(maps.computeIfAbsent(market, StreetMaps::shippedMap))
        : Optional.empty();
  }

  private static PageFile shippedMap(String market) {
    try (InputStream in = StreetMaps.class.getResourceAsStream("maps/" + market + ENDING)) {
      return in == null ? null : PageFile.of(MEDIA_TYPE, in.readAllBytes());
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read the map of %s".formatted(market), e);
    }
  }

  private static Map<String, PageFile> readAll(Path folder) {
    Map<String, PageFile> maps = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
        String name = file.getFileName().toString();
        maps.put(name.substring(0, name.length() - ENDING.length()), read(file));
      }

      return maps;
    } catch (IOException e) {
      throw new InvalidSettingException(KEY, folder, "a folder of <market>.geojson");
    }
  }

  private static PageFile read(Path file) throws IOException {
    if (Files.size(file) > LARGEST_BYTES) {
      throw refused(
          file, "is larger than %d bytes; leave lesser streets out".formatted(LARGEST_BYTES));
    }
    byte[] json = Files.readAllBytes(file);
    JsonNode root = parse(file, json);
    if (!root.path("type").asText().equals("FeatureCollection")) {
      throw refused(file, "is no GeoJSON FeatureCollection of lines");
    }

    return PageFile.of(MEDIA_TYPE, json);
  }

  private static JsonNode parse(Path file, byte[] json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw refused(file, "is no JSON: " + e.getMessage());
    }
  }

  private static FreshetException refused(Path file, String why) {
    return new FreshetException(
        Fault.CALLER, "%s in %s %s".formatted(file.getFileName(), KEY, why));
  }
}
