package io.freshet.batch.lineage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lineage.EventSender;
import io.openlineage.client.OpenLineage.DatasetEvent;
import io.openlineage.client.OpenLineage.JobEvent;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what the listener tells, as one job of the nightly's name. Called from the thread of
 * Spark's listeners: whatever goes wrong here is a line in the log, and no day waits for it.
 */
final class NightlyTransport extends Transport {
  private static final Logger log = LoggerFactory.getLogger(NightlyTransport.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventSender sender;
  private final NightlyEvents events;

  private boolean silenced;

  NightlyTransport(NightlyTransportConfig config) {
    this.sender = EventSender.at(config.settings()).orElseThrow();
    this.events = new NightlyEvents(config.getJob(), List.of(config.getInputs().split(" ", -1)));
  }

  @Override
  public void emit(RunEvent event) {
    try {
      ObjectNode told = (ObjectNode) JSON.readTree(OpenLineageClientUtils.toJson(event));
      events.hear(told);
      if (events.isWorthTelling(told)) {
        sender.post(events.asNightly(told).toString());
        silenced = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (!silenced) {
        log.warn("Lineage not told server={} reason={}", sender, "" + e);
      }
      silenced = true;
    }
  }

  /** The listener tells of runs alone. */
  @Override
  public void emit(DatasetEvent event) {
    log.debug("Lineage left out event={}", event);
  }

  @Override
  public void emit(JobEvent event) {
    log.debug("Lineage left out event={}", event);
  }
}
