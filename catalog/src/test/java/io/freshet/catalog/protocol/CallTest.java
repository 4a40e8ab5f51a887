package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.access.Caller;
import io.freshet.catalog.access.Scopes;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void decodesTheLevelsOfANamespaceOneByOne() {
    Call call = call(Map.of("namespace", "raw%1Feu%2Fwest", "table", "order%20events"), Map.of());

    assertThat(call.table())
        .isEqualTo(TableIdentifier.of(Namespace.of("raw", "eu/west"), "order events"));
  }

  @Test
  void knowsNoNamespaceWithADot() {
    Call call = call(Map.of("namespace", "raw.eu"), Map.of());

    assertThatThrownBy(call::namespace)
        .isInstanceOf(NoSuchNamespaceException.class)
        .hasMessage("Namespace does not exist: raw.eu");
  }

  @Test
  void listsBelowTheRootWhenNoParentIsNamed() {
    assertThat(call(Map.of(), Map.of()).parent()).isEqualTo(Namespace.empty());
    assertThat(call(Map.of(), Map.of("parent", "")).parent()).isEqualTo(Namespace.empty());
  }

  @Test
  void listsBelowTheParentThatIsNamed() {
    assertThat(call(Map.of(), Map.of("parent", "raw\u001feu")).parent())
        .isEqualTo(Namespace.of("raw", "eu"));
  }

  @Test
  void listsNothingBelowAParentWithADot() {
    assertThatThrownBy(() -> call(Map.of(), Map.of("parent", "raw.eu")).parent())
        .isInstanceOf(NoSuchNamespaceException.class)
        .hasMessage("Namespace does not exist: raw.eu");
  }

  private static Call call(Map<String, String> path, Map<String, String> query) {
    return new Call(
        new Caller("ana", Caller.Login.OUR_TOKEN, Scopes.NONE),
        path,
        query,
        Preferences.NONE,
        Optional.empty());
  }
}
