package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.iceberg.rest.Endpoint;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final Route TABLE =
      Route.reads(Endpoint.V1_LOAD_TABLE, Guards::anyone, call -> Answer.noContent());

  @Test
  void takesThePathsVariablesAsTheyAreEncoded() {
    assertThat(TABLE.match("/v1/namespaces/a%1Fb/tables/c%2Fd"))
        .hasValue(Map.of("namespace", "a%1Fb", "table", "c%2Fd"));
  }

  @Test
  void leavesAPathOfAnotherLength() {
    assertThat(TABLE.match("/v1/namespaces/a/tables/b/metrics")).isEmpty();
    assertThat(TABLE.match("/v1/namespaces/a/tables")).isEmpty();
    assertThat(TABLE.match("/v1/namespaces/a/tables/b/")).isEmpty();
  }

  @Test
  void leavesAPathOfOtherWords() {
    assertThat(TABLE.match("/v1/namespaces/a/views/b")).isEmpty();
  }

  @Test
  void leavesAPathWithANameThatIsEmpty() {
    assertThat(TABLE.match("/v1/namespaces//tables/b")).isEmpty();
  }
}
