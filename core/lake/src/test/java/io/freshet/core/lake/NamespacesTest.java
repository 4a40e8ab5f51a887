package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  private static final Namespace RAW = Namespace.of("raw");
  private static final Namespace EU = Namespace.of("raw", "eu");
  private static final Namespace WEST = Namespace.of("raw", "eu", "west");

  @Test
  void areThoseInOthersToo() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    fill(catalog);

    assertThat(Namespaces.all(catalog)).containsExactly(RAW, EU, WEST);
  }

  @Test
  void oneThatGoesMeanwhileIsNoReasonToFail() {
    InMemoryCatalog catalog =
        new InMemoryCatalog() {
          @Override
          public List<Namespace> listNamespaces(Namespace parent) {
            if (parent.equals(EU)) {
              throw new NoSuchNamespaceException("Namespace does not exist: %s", parent);
            }

            return super.listNamespaces(parent);
          }
        };
    fill(catalog);

    assertThat(Namespaces.all(catalog)).containsExactly(RAW, EU);
  }

  private static void fill(InMemoryCatalog catalog) {
    catalog.initialize("test", Map.of());
    List.of(RAW, EU, WEST).forEach(catalog::createNamespace);
  }
}
