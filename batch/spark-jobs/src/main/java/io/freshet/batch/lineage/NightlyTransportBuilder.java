package io.freshet.batch.lineage;

import io.openlineage.client.transports.Transport;
import io.openlineage.client.transports.TransportBuilder;
import io.openlineage.client.transports.TransportConfig;

/** By which OpenLineage's listener finds our transport; a service, made by name. */
public final class NightlyTransportBuilder implements TransportBuilder {
  static final String TYPE = "nightly";

  @Override
  public String getType() {
    return TYPE;
  }

  @Override
  public TransportConfig getConfig() {
    return new NightlyTransportConfig();
  }

  @Override
  public Transport build(TransportConfig config) {
    return new NightlyTransport((NightlyTransportConfig) config);
  }
}
