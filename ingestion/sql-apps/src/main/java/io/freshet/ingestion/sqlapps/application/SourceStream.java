package io.freshet.ingestion.sqlapps.application;

import java.time.Duration;
import java.util.Optional;

/**
 * A contract's stream that the application reads.
 *
 * @param start where a first version begins; later ones go on
 * @param lateness how far an event may trail the newest one of its partition; empty: as the
 *     contract says
 */
public record SourceStream(String stream, Start start, Optional<Duration> lateness, Place place) {
  /** Which events a first version sees. */
  public enum Start {
    EARLIEST,
    LATEST
  }
}
