package io.freshet.catalog.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  private static final Store AWS = new Store(Optional.empty());
  private static final Store OWN = new Store(Optional.of("http://store:9000"));

  @ParameterizedTest
  @CsvSource({
    "https://s3.eu-west-1.amazonaws.com/lake/a/b, s3://lake/a/b",
    "https://lake.s3.eu-west-1.amazonaws.com/a/b, s3://lake/a/b",
    "https://lake.eu.s3.amazonaws.com/a/b, s3://lake.eu/a/b",
    "https://lake.s3.dualstack.eu-west-1.amazonaws.com/a, s3://lake/a",
    "https://lake.s3.amazonaws.com, s3://lake/",
    "https://lake.s3.amazonaws.com/a%2Fb%20c+d, s3://lake/a/b c+d"
  })
  void knowsBucketAndKeyAtAws(String address, String target) {
    assertThat(AWS.target(URI.create(address)).map(Store.Target::address)).contains(target);
  }

  @ParameterizedTest
  @CsvSource({
    "http://store:9000/lake/a/b, s3://lake/a/b",
    "http://STORE:9000/lake, s3://lake/",
    "http://lake.store:9000/a/b, s3://lake/a/b"
  })
  void knowsBucketAndKeyAtAnotherStore(String address, String target) {
    assertThat(OWN.target(URI.create(address)).map(Store.Target::address)).contains(target);
  }

  @ParameterizedTest
  @CsvSource({
    "https://store:443, https://store/lake/a",
    "https://store, https://store:443/lake/a",
    "http://store:80, http://store/lake/a"
  })
  void takesTheUsualPortForNone(String endpoint, String address) {
    assertThat(new Store(Optional.of(endpoint)).target(URI.create(address)))
        .contains(new Store.Target("lake", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://store:9001/lake/a",
        "https://store:9000/lake/a",
        "http://store/lake/a",
        "http://other:9000/lake/a",
        "http://notstore:9000/lake/a",
        "http://user@store:9000/lake/a",
        "http://store:9000/",
        "http://store:9000/lake/a#b",
        "/lake/a",
        "mailto:a@store"
      })
  void knowsNothingAtAddressesOfOthers(String address) {
    assertThat(OWN.target(URI.create(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://lake.s3.amazonaws.com/a",
        "https://lake.s3.amazonaws.com:8443/a",
        "https://lake.s3.amazonaws.com.evil.example/a",
        "https://s3.evil.example/lake/a",
        "https://evils3.amazonaws.com/lake/a",
        "https://sts.amazonaws.com/lake/a"
      })
  void knowsNothingThatOnlyLooksLikeAws(String address) {
    assertThat(AWS.target(URI.create(address))).isEmpty();
  }
}
