package io.freshet.serving.eta.alert;

import java.math.BigDecimal;

/**
 * How one alert of one market stands. Mutable, with the public fields that Flink's POJO serializer
 * asks for.
 */
public final class AlertWatch {
  /** For how many minutes on end it has been past what would change it. */
  public int past;

  public boolean on;

  /** Only while it is on. */
  public long beganAt;

  /** At which it began; null while it is off. */
  public BigDecimal threshold;

  boolean isAsNew() {
    return !on && past == 0;
  }
}
