package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.access.Caller;
import io.freshet.catalog.access.MissingScopeException;
import io.freshet.catalog.access.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
  private static final Map<String, String> RAW = Map.of("namespace", "raw");
  private static final Map<String, String> PINGS = Map.of("namespace", "raw", "table", "pings");
  private static final String UNIQUE = "0123456789abcdef0123456789abcdef";
  private static final String TAKEN = "s3://lake/warehouse/raw/pings-" + UNIQUE.replace('0', '1');

  private final Json json = new Json();
  private final Guards guards =
      new Guards(new Locations("s3://lake/warehouse", List.of()), TAKEN::equals);

  @Test
  void saysWhichScopeLacks() {
    assertThatThrownBy(() -> guards.readsTable(call("read:raw/orders", PINGS)))
        .isInstanceOf(MissingScopeException.class)
        .hasMessage("ana lacks the scope read:raw/pings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "read:raw", "read:raw/pings", "write:raw/pings", "admin"})
  void letsATableBeReadByWhoeverMay(String scope) {
    assertThatCode(() -> guards.readsTable(call(scope, PINGS))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "read:clean", "read:raw/ping", "read:raw/pings_", "read:raw.eu"})
  void letsNobodyElseReadIt(String scope) {
    assertLacks("read:raw/pings", () -> guards.readsTable(call(scope, PINGS)));
  }

  @Test
  void hasClientsLookForTheTableThatAMetadataTableIsOf() {
    Map<String, String> files = Map.of("namespace", "raw%1Fpings", "table", "files");

    assertThatThrownBy(() -> guards.readsTable(call("read:raw/pings", files)))
        .isInstanceOf(NoSuchTableException.class);
    assertLacks("read:raw.pings/files", () -> guards.readsTable(call("read:clean", files)));
    assertLacks(
        "read:raw.pings/others",
        () ->
            guards.readsTable(
                call("read:raw", Map.of("namespace", "raw%1Fpings", "table", "others"))));
  }

  @Test
  void showsANamespaceToWhoeverMayDoAnythingInIt() {
    assertThatCode(() -> guards.seesNamespace(call("write:raw/pings", RAW)))
        .doesNotThrowAnyException();
    assertLacks(
        "read:raw, or any other in that namespace",
        () -> guards.seesNamespace(call("read:clean", RAW)));
  }

  @ParameterizedTest
  @CsvSource({"read:raw", "write:raw", "maintain:raw", "create:raw/pings", "create:clean"})
  void letsANamespaceBeMadeOnlyByWhoMayMakeIt(String scope) {
    CreateNamespaceRequest request =
        json.read("{\"namespace\": [\"raw\"]}", CreateNamespaceRequest.class);

    assertLacks("create:raw", () -> guards.makesNamespace(call(scope, Map.of(), request)));
    assertLacks("create:raw", () -> guards.dropsNamespace(call(scope, RAW)));
    assertThatCode(() -> guards.makesNamespace(call("create:raw", Map.of(), request)))
        .doesNotThrowAnyException();
  }

  @Test
  void letsOnlyAnAdministratorSayWhereANamespaceLies() {
    String place = "{\"location\": \"s3://lake/warehouse/clean\"}";
    CreateNamespaceRequest made =
        json.read(
            "{\"namespace\": [\"raw\"], \"properties\": %s}".formatted(place),
            CreateNamespaceRequest.class);
    UpdateNamespacePropertiesRequest changed =
        json.read("{\"updates\": %s}".formatted(place), UpdateNamespacePropertiesRequest.class);

    assertLacks("admin", () -> guards.makesNamespace(call("create:raw", Map.of(), made)));
    assertLacks("admin", () -> guards.changesNamespace(call("create:raw", RAW, changed)));
    assertThatCode(() -> guards.changesNamespace(call("admin", RAW, changed)))
        .doesNotThrowAnyException();
  }

  @Test
  void letsATableBeMadeOnlyByWhoMayMakeItAndOnlyWhereTheCatalogPutsIt() {
    assertLacks("create:raw/pings", () -> guards.makesTable(creation("write:raw", "")));
    assertLacks("create:raw/pings", () -> guards.makesTable(creation("create:raw/others", "")));
    assertLacks(
        "admin",
        () ->
            guards.makesTable(
                creation("create", ", \"location\": \"s3://lake/warehouse/raw/orders-1\"")));
    assertLacks(
        "admin",
        () ->
            guards.makesTable(
                creation("create", ", \"properties\": {\"write.data.path\": \"s3://lake/x\"}")));
    assertThatCode(() -> guards.makesTable(creation("create:raw/pings", "")))
        .doesNotThrowAnyException();
  }

  @Test
  void letsOnlyAnAdministratorRegisterWhatOthersHaveWritten() {
    RegisterTableRequest request =
        json.read(
            "{\"name\": \"pings\", \"metadata-location\": \"s3://lake/warehouse/x.json\"}",
            RegisterTableRequest.class);

    assertLacks("admin", () -> guards.registersTable(call("create maintain", RAW, request)));
    assertThatCode(() -> guards.registersTable(call("admin", RAW, request)))
        .doesNotThrowAnyException();
  }

  @Test
  void letsATableBeRenamedOnlyByWhoMayMakeBoth() {
    assertLacks("create:raw/pings", () -> guards.renames(renaming("create:scratch")));
    assertLacks("create:scratch/mine", () -> guards.renames(renaming("create:raw")));
    assertThatCode(() -> guards.renames(renaming("create:raw create:scratch")))
        .doesNotThrowAnyException();
  }

  @Test
  void givesNobodyMoreByARename() {
    assertThatThrownBy(() -> guards.renames(renaming("create:raw create:scratch maintain:scratch")))
        .hasMessage("ana lacks the scope maintain:raw/pings, which it has of scratch.mine");
  }

  @Test
  void letsATableBeDroppedByWhoMayMakeItAndPurgedByWhoMayDeleteToo() {
    Map<String, String> purge = Map.of("purgeRequested", "true");

    assertLacks("create:raw/pings", () -> guards.dropsTable(call("maintain:raw", PINGS)));
    assertLacks(
        "maintain:raw/pings", () -> guards.dropsTable(call("create:raw", PINGS, purge, null)));
    assertThatCode(() -> guards.dropsTable(call("create:raw", PINGS))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read:raw | {'action': 'set-properties', 'updates': {'a': 'b'}} | write:raw/pings",
        "write:clean | {'action': 'set-properties', 'updates': {'a': 'b'}} | write:raw/pings",
        "create:raw | {'action': 'remove-snapshots', 'snapshot-ids': [1]} | maintain:raw/pings",
        "write:raw | {'action': 'remove-snapshot-ref', 'ref-name': 'a'} | maintain:raw/pings",
        "maintain | {'action': 'set-location', 'location': 's3://lake/warehouse/x'} | admin",
        "write | {'action': 'set-properties', 'updates': {'write.data.path': 's3://a'}} | admin",
        "write | {'action': 'set-properties', 'updates': {'write.metadata.path': 'a'}} | admin",
        "write | {'action': 'remove-properties', 'removals': ['write.data.path']} | admin"
      })
  void letsNoCommitDoMoreThanItsCallerMay(String scope, String update, String lacks) {
    assertLacks(lacks, () -> guards.commitsTable(commit(scope, "", update.replace('\'', '"'))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'action': 'set-properties', 'updates': {'a': 'b'}}",
        // A training set's pin; to take it away is more.
        "{'action': 'set-snapshot-ref', 'ref-name': 'a', 'type': 'tag', 'snapshot-id': 1}"
      })
  void letsWhoWritesCommit(String update) {
    Call commit = commit("write:raw/pings", "", update.replace('\'', '"'));

    assertThatCode(() -> guards.commitsTable(commit)).doesNotThrowAnyException();
  }

  @Test
  void looksAtEachTableOfACommitOfSeveral() {
    String change =
        """
        {"identifier": {"namespace": ["%s"], "name": "pings"}, "requirements": [],
         "updates": [{"action": "set-properties", "updates": {"a": "b"}}]}""";
    CommitTransactionRequest request =
        json.read(
            "{\"table-changes\": [%s, %s]}"
                .formatted(change.formatted("raw"), change.formatted("clean")),
            CommitTransactionRequest.class);

    assertLacks(
        "write:clean/pings", () -> guards.commitsTogether(call("write:raw", Map.of(), request)));
    assertThatCode(() -> guards.commitsTogether(call("write:raw write:clean", Map.of(), request)))
        .doesNotThrowAnyException();
  }

  @Test
  void letsATableThatIsMadeInTwoStepsLieWhereTheFirstHasPutIt() {
    assertThatCode(
            () -> guards.commitsTable(placing("create:raw", "/warehouse/raw/pings-" + UNIQUE)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/warehouse/raw/orders-0123456789abcdef0123456789abcdef",
        "/warehouse/clean/pings-0123456789abcdef0123456789abcdef",
        "/warehouse/raw/pings-0123456789abcdef0123456789abcdef/data",
        "/warehouse/raw/pings-../orders-0123456789abcdef0123456789ab",
        "/warehouse/raw/pings",
        "/warehouse",
        "/others/raw/pings-0123456789abcdef0123456789abcdef",
        "/warehouse/raw/pings-1123456789abcdef1123456789abcdef"
      })
  void letsItLieNowhereElse(String place) {
    assertThatThrownBy(() -> guards.commitsTable(placing("create", place)))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("is no place that this catalog has given to a new table raw.pings");
    assertThatCode(() -> guards.commitsTable(placing("admin", place))).doesNotThrowAnyException();
  }

  @Test
  void letsATableBeginOnlyByWhoMayMakeIt() {
    assertLacks(
        "create:raw/pings",
        () -> guards.commitsTable(placing("write:raw", "/warehouse/raw/pings-" + UNIQUE)));
  }

  /** As `contract apply` makes and changes tables, views and namespaces. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'action': 'add-schema', 'schema': {'type': 'struct', 'fields': []}}",
        "{'action': 'set-current-schema', 'schema-id': -1}",
        "{'action': 'add-sort-order', 'sort-order': {'order-id': 0, 'fields': []}}",
        "{'action': 'set-default-sort-order', 'sort-order-id': -1}",
        "{'action': 'set-properties', 'updates': {'a': 'b'}}",
        "{'action': 'set-current-view-version', 'view-version-id': -1}"
      })
  void letsWhoShapesATableChangeWhatItIs(String update) {
    Call commit = commit("shape:raw/pings", "", update.replace('\'', '"'));

    assertThatCode(() -> guards.commitsTable(commit)).doesNotThrowAnyException();
  }

  @Test
  void letsWhoShapesMakeAndLoadWhatItShapes() {
    CreateNamespaceRequest namespace =
        json.read("{\"namespace\": [\"raw\"]}", CreateNamespaceRequest.class);

    assertThatCode(
            () -> {
              guards.makesNamespace(call("shape:raw", Map.of(), namespace));
              guards.makesTable(creation("shape:raw", ""));
              guards.commitsTable(placing("shape:raw", "/warehouse/raw/pings-" + UNIQUE));
              guards.readsTable(call("shape:raw", PINGS));
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'action': 'set-snapshot-ref', 'ref-name': 'a', 'type': 'tag', 'snapshot-id': 1} | write",
        "{'action': 'remove-snapshots', 'snapshot-ids': [1]} | write",
        "{'action': 'remove-properties', 'removals': ['a']} | write",
        "{'action': 'add-spec', 'spec': {'spec-id': 0, 'fields': []}} | write",
        "{'action': 'upgrade-format-version', 'format-version': 3} | write",
        "{'action': 'set-location', 'location': 's3://lake/warehouse/x'} | write",
        "{'action': 'set-properties', 'updates': {'write.data.path': 's3://a'}} | admin"
      })
  void letsWhoShapesDoNothingElseWithATable(String update, String lacks) {
    assertLacks(lacks, () -> guards.commitsTable(commit("shape", "", update.replace('\'', '"'))));
  }

  @Test
  void letsWhoShapesTakeNothingAwayAndMoveNothing() {
    assertLacks("create:raw/pings", () -> guards.dropsTable(call("shape", PINGS)));
    assertLacks("create:raw", () -> guards.dropsNamespace(call("shape", RAW)));
    assertLacks("create:raw/pings", () -> guards.renames(renaming("shape")));
  }

  /** Rows that come with a new table. */
  @Test
  void letsWhoShapesFillNoTableThatItMakes() {
    String ref =
        "{'action': 'set-snapshot-ref', 'ref-name': 'main', 'type': 'branch',"
            + " 'snapshot-id': 1}";
    String creation = "{\"type\": \"assert-create\"}";

    assertLacks(
        "write:raw/pings",
        () -> guards.commitsTable(commit("shape", creation, ref.replace('\'', '"'))));
    assertThatCode(
            () -> guards.commitsTable(commit("shape write", creation, ref.replace('\'', '"'))))
        .doesNotThrowAnyException();
  }

  private Call creation(String scopes, String more) {
    return call(
        scopes,
        RAW,
        json.read(
            "{\"name\": \"pings\", \"schema\": {\"type\": \"struct\", \"fields\": []}%s}"
                .formatted(more),
            CreateTableRequest.class));
  }

  private Call renaming(String scopes) {
    return call(
        scopes,
        Map.of(),
        json.read(
            """
            {"source": {"namespace": ["raw"], "name": "pings"},
             "destination": {"namespace": ["scratch"], "name": "mine"}}""",
            RenameTableRequest.class));
  }

  private Call placing(String scopes, String place) {
    return commit(
        scopes,
        "{\"type\": \"assert-create\"}",
        "{\"action\": \"set-location\", \"location\": \"s3://lake%s\"}".formatted(place));
  }

  private Call commit(String scopes, String requirement, String update) {
    return call(
        scopes,
        PINGS,
        json.read(
            "{\"requirements\": [%s], \"updates\": [%s]}".formatted(requirement, update),
            UpdateTableRequest.class));
  }

  private static Call call(String scopes, Map<String, String> path) {
    return call(scopes, path, Map.of(), null);
  }

  private static Call call(String scopes, Map<String, String> path, RESTRequest body) {
    return call(scopes, path, Map.of(), body);
  }

  private static Call call(
      String scopes, Map<String, String> path, Map<String, String> query, RESTRequest body) {
    return new Call(
        new Caller("ana", Caller.Login.OUR_TOKEN, Scopes.ofText(List.of(scopes.split(" ", -1)))),
        path,
        query,
        Preferences.NONE,
        Optional.ofNullable(body));
  }

  private static void assertLacks(String scope, ThrowingCallable deed) {
    assertThatThrownBy(deed)
        .isInstanceOf(MissingScopeException.class)
        .hasMessageStartingWith("ana lacks the scope " + scope);
  }
}
