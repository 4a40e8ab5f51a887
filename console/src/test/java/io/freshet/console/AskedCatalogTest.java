package io.freshet.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class AskedCatalogTest {
  private static final TableIdentifier RIDES = TableIdentifier.of("raw", "rides");

  /** As a question to the log leaves it that was refused. */
  private final AtomicBoolean isLogAsked = new AtomicBoolean(true);

  @Test
  void whoAsksItDoesNotAskTheLogAnyMore() {
    assertThat(catalog().tableExists(RIDES)).isFalse();
    assertThat(isLogAsked).isFalse();
  }

  @Test
  void aTableThatCanNotBeLoadedIsNotTheLogsFault() {
    assertThatThrownBy(() -> catalog().loadTable(RIDES)).isInstanceOf(NoSuchTableException.class);
    assertThat(isLogAsked).isFalse();
  }

  private Catalog catalog() {
    InMemoryCatalog memory = new InMemoryCatalog();
    memory.initialize("memory", Map.of());

    return new AskedCatalog(memory, isLogAsked);
  }
}
