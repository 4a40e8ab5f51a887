package io.freshet.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static final Namespace RAW = Namespace.of("raw");

  @Test
  void isAboutEverythingANamespaceOrATable() {
    assertThat(Scope.parse("read")).contains(Scope.everywhere(Action.READ));
    assertThat(Scope.parse("read:raw")).contains(Scope.on(Action.READ, RAW));
    assertThat(Scope.parse("write:raw.eu/orders"))
        .contains(Scope.on(Action.WRITE, TableIdentifier.of("raw", "eu", "orders")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "readd",
        "READ",
        "read:",
        "read:raw/",
        "read:/orders",
        "read:raw/a/b",
        "read:raw/*",
        "read:*",
        "*",
        "read:raw/a%2",
        "read raw",
        "admin:raw",
        "read:raw/ö",
        "read:raw+eu"
      })
  void isNothingElse(String text) {
    assertThat(Scope.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b", "a%b", "a*b", "a/b", "a.b", "a b", "a+b", "ä", "a?b"})
  void isWrittenSoThatItIsReadAgain(String name) {
    Scope scope = Scope.on(Action.READ, TableIdentifier.of(RAW, name));

    assertThat(Scope.parse(scope.toString())).contains(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b", "a%25b", "a%2Ab", "a.b", "a%3Fb"})
  void takesNoLetterOfANameForAnyOther(String written) {
    Scope wild = Scope.parse("read:raw/" + written).orElseThrow();

    assertThat(wild.covers(Scope.on(Action.READ, TableIdentifier.of(RAW, "axb")))).isFalse();
    assertThat(wild.covers(Scope.on(Action.READ, TableIdentifier.of(RAW, "A_B")))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "read, read:raw, true",
    "read:raw, read:raw/orders, true",
    "read:raw, read, false",
    "read:raw/orders, read:raw, false",
    "read:raw, read:rawer, false",
    "read:raw, read:raw.eu, false",
    "read:raw, read:raw.eu/orders, false",
    "read:raw.eu, read:raw, false",
    "read:raw/orders, read:clean/orders, false",
    "write:raw, read:raw/orders, true",
    "read:raw, write:raw/orders, false",
    "create:raw, write:raw, true",
    "create:raw, maintain:raw, false",
    "create:raw, shape:raw, true",
    "write:raw, shape:raw, false",
    "maintain:raw, shape:raw, false",
    "shape:raw, shape:raw/orders, true",
    "shape, read:raw, false",
    "shape, write:raw, false",
    "shape, maintain:raw, false",
    "shape, create:raw, false",
    "admin, shape:raw, true",
    "maintain:raw, write:raw, true",
    "maintain:raw, create:raw, false",
    "maintain, admin, false",
    "admin, maintain:raw/orders, true"
  })
  void coversWhatItSaysAndNoMore(String has, String wanted, boolean covers) {
    assertThat(Scope.parse(has).orElseThrow().covers(Scope.parse(wanted).orElseThrow()))
        .isEqualTo(covers);
  }

  @Test
  void letsANamespaceBeSeenThatLeadsToIt() {
    Scopes scopes = Scopes.ofText(List.of("read:raw.eu/orders"));

    assertThat(scopes.touch(Namespace.of("raw", "eu"))).isTrue();
    assertThat(scopes.touch(RAW)).isTrue();
    assertThat(scopes.touch(Namespace.of("raw", "eu", "west"))).isFalse();
    assertThat(scopes.touch(Namespace.of("ra"))).isFalse();
    assertThat(scopes.allow(Action.READ, TableIdentifier.of("raw", "orders"))).isFalse();
  }

  @Test
  void isKeptOnlyWhereOthersCoverIt() {
    Scopes asked = Scopes.ofText(List.of("read:raw", "write:clean"));

    assertThat(asked.within(Scopes.ofText(List.of("read"))).all())
        .containsExactly(Scope.parse("read:raw").orElseThrow());
    assertThat(asked.within(Scopes.NONE).all()).isEmpty();
  }

  @Test
  void ofAnotherKindSaysNothing() {
    assertThat(Scopes.ofText(List.of("openid", "catalog", "read:raw")).all())
        .containsExactly(new Scope(Action.READ, Optional.of(RAW), Optional.empty()));
  }
}
