package io.freshet.assurance.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.prove.MarketLake;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RawJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.junit.jupiter.api.Test;

class ReadEachTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.now());
  private static final TableIdentifier MARKETS = TableIdentifier.of("raw", "markets");

  private final MarketLake lake = new MarketLake();
  private final Told told = new Told();

  /** What was told. */
  private static final class Told implements FreshnessReader.Listener {
    private final List<Freshness> measured = new ArrayList<>();
    private final Map<String, String> failed = new TreeMap<>();

    @Override
    public void measured(Contract contract, Freshness freshness) {
      measured.add(freshness);
    }

    @Override
    public void failed(Contract contract, RuntimeException why) {
      failed.put(contract.name(), why.getMessage());
    }
  }

  @Test
  void tellsWhatReadingAllAtOnceTells() {
    lake.log().send(0, 3);
    lake.account(0, 0, 2, 2, 0);

    reader(lake.catalog()).readEach(lake.contracts(), told);

    assertThat(told.measured)
        .containsExactlyInAnyOrderElementsOf(reader(lake.catalog()).readAll(lake.contracts()));
  }

  @Test
  void aTableThatCantBeReadKeepsNobodyFromKnowingOfTheOthers() {
    Catalog broken = failing(new NotFoundException("Its metadata is gone"));

    reader(broken).readEach(lake.contracts(), told);

    assertThat(told.failed).containsExactly(Map.entry("markets", "Its metadata is gone"));
    assertThat(told.measured)
        .extracting(Freshness::table)
        .contains("raw.dead_letters", "raw.dasher_pings")
        .doesNotContain("raw.markets");
  }

  @Test
  void endsWhereTheCatalogIsAway() {
    Catalog away = failing(new ServiceFailureException("503"));

    assertThatThrownBy(() -> reader(away).readEach(lake.contracts(), told))
        .isInstanceOf(ServiceFailureException.class);
  }

  private FreshnessReader reader(Catalog catalog) {
    return new FreshnessReader(
        catalog, new SeveralTopics(List.of(lake.log())), new RawJson("raw_json"), CLOCK);
  }

  private Catalog failing(RuntimeException failure) {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("loadTable") && arguments[0].equals(MARKETS)) {
                throw failure;
              }
              try {
                return method.invoke(lake.catalog(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
