package io.freshet.serving.eta.dasher;

import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.EventForm;
import java.time.Instant;

/** Idleness of dashers as events of {@code idle_dashers}. */
public final class IdleForm implements EventForm<IdleChange> {
  private static final long serialVersionUID = 1L;

  @Override
  public String id(IdleChange found) {
    return "%s-%d-%d-%s".formatted(found.market(), found.dasherId(), found.since(), found.change());
  }

  @Override
  public void fill(PayloadBuilder payload, IdleChange found) {
    payload
        .set("market", found.market())
        .set("dasher_id", found.dasherId())
        .set("event_time", Instant.ofEpochMilli(found.millis()))
        .set("change", found.change())
        .set("idle_since", Instant.ofEpochMilli(found.since()))
        .set("ended_by", found.ending() == null ? null : found.ending().code())
        .set("cell", found.cell() == null ? null : Long.toHexString(found.cell()));
  }

  @Override
  public String refusedCounter() {
    return "refusedIdleDashers";
  }
}
