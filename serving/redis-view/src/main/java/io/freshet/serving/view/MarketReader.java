package io.freshet.serving.view;

import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads whole markets. Redis has no list of what belongs to a market, so names are gone through,
 * once in a while for all markets together; what is read again and again are the documents of one
 * market. Orders that are over, and dashers who are offline, stay in Redis for hours: whoever is
 * found so is not read again until the names are gone through anew. Not thread-safe.
 */
public final class MarketReader {
  /** So many keys are gone through at most, in portions of 500. */
  private static final int MOST_KEYS = 200_000;

  /** So many documents of each kind are shown of a market at most. */
  private static final int MOST_DOCUMENTS = 5_000;

  /** To find them, so many times as many are read at most. */
  private static final int MOST_PORTIONS = 10;

  private static final Duration NAMES_HOLD = Duration.ofSeconds(30);
  private static final Pattern KEY =
      Pattern.compile("(eta|dasher):\\{([A-Za-z0-9_-]{1,64}):\\d{1,18}\\}");
  private static final String SUPPLY = "supply:";
  private static final String OFFLINE = "offline";

  private final RedisReader redis;
  private final InstantSource clock;
  private final int mostKeys;
  private final int mostDocuments;
  private Optional<Index> index = Optional.empty();

  /** Names of documents by their market, without those that were found to be over since. */
  private record Index(Map<String, Names> markets, boolean isWhole, Instant at) {}

  private record Names(List<String> orders, List<String> dashers) {
    static Names none() {
      return new Names(new ArrayList<>(), new ArrayList<>());
    }
  }

  private record Found<T>(List<T> documents, boolean isWhole) {}

  public MarketReader(RedisReader redis, InstantSource clock) {
    this(redis, clock, MOST_KEYS, MOST_DOCUMENTS);
  }

  MarketReader(RedisReader redis, InstantSource clock, int mostKeys, int mostDocuments) {
    this.redis = redis;
    this.clock = clock;
    this.mostKeys = mostKeys;
    this.mostDocuments = mostDocuments;
  }

  /**
   * The markets of which Redis holds anything, by name.
   *
   * @throws FreshetException when Redis can't be read
   */
  public List<String> markets() {
    return List.copyOf(index().markets().keySet());
  }

  /**
   * A market as it is now.
   *
   * @throws FreshetException when Redis can't be read
   */
  public MarketPicture read(String market) {
    Index known = index();
    Names names = known.markets().getOrDefault(market, Names.none());
    Found<ServedOrder> orders =
        living(
            names.orders(),
            text -> ServedOrder.parse(text).filter(order -> order.estimate().isPresent()));
    Found<ServedDasher> dashers =
        living(
            names.dashers(),
            text -> ServedDasher.parse(text).filter(dasher -> !dasher.state().equals(OFFLINE)));

    return new MarketPicture(
        market,
        orders.documents(),
        dashers.documents(),
        redis.read(SUPPLY + market).flatMap(ServedSupply::parse),
        known.isWhole() && orders.isWhole() && dashers.isWhole());
  }

  /** Takes out of the names what is not living, or not there any more. */
  private <T> Found<T> living(List<String> names, Function<String, Optional<T>> parse) {
    List<T> documents = new ArrayList<>();
    Set<String> over = new HashSet<>();
    int read = 0;
    while (read < names.size()
        && read < mostDocuments * MOST_PORTIONS
        && documents.size() < mostDocuments) {
      List<String> portion = names.subList(read, Math.min(names.size(), read + mostDocuments));
      List<Optional<String>> texts = redis.read(portion);
      for (int each = 0; each < portion.size(); each++) {
        String name = portion.get(each);
        texts.get(each).flatMap(parse).ifPresentOrElse(documents::add, () -> over.add(name));
      }
      read += portion.size();
    }
    boolean isWhole = read == names.size() && documents.size() <= mostDocuments;
    names.removeAll(over);

    return new Found<>(documents.subList(0, Math.min(mostDocuments, documents.size())), isWhole);
  }

  private Index index() {
    Instant now = clock.instant();
    if (index.filter(known -> now.isBefore(known.at().plus(NAMES_HOLD))).isEmpty()) {
      RedisReader.Names names = redis.names("*", mostKeys, mostKeys);
      index = Optional.of(new Index(byMarket(names.names()), names.isWhole(), now));
    }

    return index.orElseThrow();
  }

  private static Map<String, Names> byMarket(List<String> keys) {
    Map<String, Names> markets = new TreeMap<>();
    for (String key : keys) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        Names names = markets.computeIfAbsent(matcher.group(2), market -> Names.none());
        (matcher.group(1).equals("eta") ? names.orders() : names.dashers()).add(key);
      }
    }
    // In the same order each time, so that a bound cuts the same ones off. Newest orders first.
    markets
        .values()
        .forEach(
            names -> {
              names.orders().sort(MarketReader::byNumber);
              Collections.reverse(names.orders());
              names.dashers().sort(MarketReader::byNumber);
            });

    return markets;
  }

  private static int byNumber(String one, String other) {
    return one.length() == other.length()
        ? one.compareTo(other)
        : Integer.compare(one.length(), other.length());
  }
}
