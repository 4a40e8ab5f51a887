package io.freshet.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class AccessLogTest {
  private static final Caller ANA = new Caller("ana", Caller.Login.OUR_TOKEN, Scopes.NONE);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Lines lines = new Lines();
  private final AccessLog log = new AccessLog(lines, metrics, () -> 0);

  @Test
  void tellsWhoLackedWhatAndCountsIt() {
    log.lacking(ANA, "DELETE", "/v1/namespaces/raw", "create:raw");
    log.lacking(ANA, "DELETE", "/v1/namespaces/raw", "create:raw");

    assertThat(lines.all)
        .hasSize(2)
        .contains(
            "Request refused client=ana method=DELETE path=/v1/namespaces/raw lacks=create:raw");
    assertThat(count("scope", "ana")).isEqualTo(2);
  }

  @Test
  void tellsOfOneStrangerASecondAndCountsThemAll() {
    Admission.Refused stranger = new Admission.Refused("no token");
    for (int i = 0; i < 3; i++) {
      log.stranger(stranger, "10.0.0.7");
    }

    assertThat(lines.all)
        .containsExactly("Request of a stranger refused address=10.0.0.7 why=no token");
    assertThat(count("token", "")).isEqualTo(3);
  }

  @Test
  void countsThePeopleOfAProviderTogether() {
    log.lacking(new Caller("x", Caller.Login.ISSUER, Scopes.NONE), "GET", "/v1/n", "read:n");

    assertThat(count("scope", "issuer")).isEqualTo(1);
  }

  private double count(String why, String client) {
    return metrics
        .get("freshet.catalog.refused")
        .tags("why", why, "client", client)
        .counter()
        .count();
  }

  /** What was told, as text. */
  private static final class Lines extends LegacyAbstractLogger {
    private final transient List<String> all = new ArrayList<>();

    @Override
    protected String getFullyQualifiedCallerName() {
      return Lines.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String text, Object[] arguments, Throwable failure) {
      all.add(MessageFormatter.basicArrayFormat(text, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
