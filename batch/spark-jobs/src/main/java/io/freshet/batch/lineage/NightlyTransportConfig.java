package io.freshet.batch.lineage;

import io.freshet.core.toolkit.LineageSettings;
import io.openlineage.client.transports.TransportConfig;
import java.util.Optional;

/**
 * What {@link SparkLineage} says of the transport, as the bean that OpenLineage fills.
 *
 * <p>Two are never compared but by the name that OpenLineage gives them.
 */
@SuppressWarnings("ComparableType") // OpenLineage's interface compares by its own type
public final class NightlyTransportConfig implements TransportConfig {
  private String url = "";
  private String token = "";
  private String job = "";
  private String inputs = "";

  public String getUrl() {
    return url;
  }

  public void setUrl(String url) {
    this.url = url;
  }

  public String getToken() {
    return token;
  }

  public void setToken(String token) {
    this.token = token;
  }

  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  public String getInputs() {
    return inputs;
  }

  public void setInputs(String inputs) {
    this.inputs = inputs;
  }

  LineageSettings settings() {
    return new LineageSettings(
        Optional.of(url), Optional.of(token).filter(secret -> !secret.isEmpty()));
  }
}
