package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;

/**
 * A track as it is remembered: bare numbers in one object, however many pings change it. There are
 * as many as dashers, and each changes every few seconds.
 */
public final class KeptTrack {
  private static final int ANCHOR = 1;
  private static final int LAST = 2;
  private static final int SUSPECT = 4;

  private byte known;
  private long anchorMillis;
  private double anchorLatitude;
  private double anchorLongitude;
  private long lastMillis;
  private double lastLatitude;
  private double lastLongitude;
  private long suspectMillis;
  private double suspectLatitude;
  private double suspectLongitude;

  public Track track() {
    return known == 0 ? Track.EMPTY : new Track(anchor(), last(), suspect());
  }

  /** The newest ping that is believed; null before the first. */
  public Fix last() {
    return knows(LAST) ? fix(lastMillis, lastLatitude, lastLongitude) : null;
  }

  public void keep(Track track) {
    known = 0;
    if (track.anchor() != null) {
      known |= ANCHOR;
      anchorMillis = track.anchor().millis();
      anchorLatitude = track.anchor().position().latitude();
      anchorLongitude = track.anchor().position().longitude();
    }
    if (track.last() != null) {
      known |= LAST;
      lastMillis = track.last().millis();
      lastLatitude = track.last().position().latitude();
      lastLongitude = track.last().position().longitude();
    }
    if (track.suspect() != null) {
      known |= SUSPECT;
      suspectMillis = track.suspect().millis();
      suspectLatitude = track.suspect().position().latitude();
      suspectLongitude = track.suspect().position().longitude();
    }
  }

  public KeptTrack copy() {
    KeptTrack copy = new KeptTrack();
    copy.known = known;
    copy.anchorMillis = anchorMillis;
    copy.anchorLatitude = anchorLatitude;
    copy.anchorLongitude = anchorLongitude;
    copy.lastMillis = lastMillis;
    copy.lastLatitude = lastLatitude;
    copy.lastLongitude = lastLongitude;
    copy.suspectMillis = suspectMillis;
    copy.suspectLatitude = suspectLatitude;
    copy.suspectLongitude = suspectLongitude;

    return copy;
  }

  public void write(ByteWriter out) {
    out.small(known);
    write(ANCHOR, anchorMillis, anchorLatitude, anchorLongitude, out);
    write(LAST, lastMillis, lastLatitude, lastLongitude, out);
    write(SUSPECT, suspectMillis, suspectLatitude, suspectLongitude, out);
  }

  public static KeptTrack read(ByteReader in) {
    KeptTrack track = new KeptTrack();
    int known = in.small();
    track.keep(
        new Track(read(known & ANCHOR, in), read(known & LAST, in), read(known & SUSPECT, in)));

    return track;
  }

  private Fix anchor() {
    return knows(ANCHOR) ? fix(anchorMillis, anchorLatitude, anchorLongitude) : null;
  }

  private Fix suspect() {
    return knows(SUSPECT) ? fix(suspectMillis, suspectLatitude, suspectLongitude) : null;
  }

  private boolean knows(int which) {
    return (known & which) != 0;
  }

  private void write(int which, long millis, double latitude, double longitude, ByteWriter out) {
    if (knows(which)) {
      out.number(millis);
      PlaceBytes.write(latitude, longitude, out);
    }
  }

  private static Fix read(int known, ByteReader in) {
    return known == 0 ? null : PlaceBytes.fix(in);
  }

  private static Fix fix(long millis, double latitude, double longitude) {
    return new Fix(millis, new Position(latitude, longitude));
  }
}
