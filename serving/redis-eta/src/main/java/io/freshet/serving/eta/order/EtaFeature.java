package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.travel.Position;
import java.util.Locale;

/**
 * The only place where a feature of ETA models is declared: its name, unit and meaning, what it
 * rests on, what stands for not knowing it, and how the job computes it. Their order is that of the
 * recorded numbers, of a training set's columns and of a model's input.
 *
 * <p>{@code notebooks/training/features.json} and {@code docs/reference/eta-features.md} repeat it
 * for other languages; a test keeps them equal. A change of any of them is a new {@link
 * EtaFeatures#VERSION}.
 */
public enum EtaFeature {
  STAGE("code", Source.ORDER, "0 preparation, 1 to_restaurant, 2 to_customer, 3 wait") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().stage().ordinal();
    }
  },
  STATE(
      "code",
      Source.ORDER,
      "0 created, 1 confirmed, 2 preparing, 3 ready, 4 dasher_assigned, 5 picked_up") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().state().ordinal();
    }
  },
  CALIBRATED_SECONDS("seconds", Source.MARKET, "What the calibration says is left, the median") {
    @Override
    double of(Forecast forecast) {
      return forecast.seconds();
    }
  },
  CALIBRATED_LATE_SECONDS("seconds", Source.MARKET, "The same, which nine of ten don't exceed") {
    @Override
    double of(Forecast forecast) {
      return forecast.lateSeconds();
    }
  },
  METERS("meters", Source.ORDER, -1, "Straight-line way that is left, over all legs") {
    @Override
    double of(Forecast forecast) {
      double meters = forecast.moment().meters();

      return meters < 0 ? unknown() : meters;
    }
  },
  LEG_METERS("meters", Source.ORDER, -1, "Straight-line way that is left of the leg under way") {
    @Override
    double of(Forecast forecast) {
      Leg leg = leg(forecast);

      return leg.hasDistance() ? leg.meters() : unknown();
    }
  },
  ROLLING_SPEED("meters_per_second", Source.MARKET, -1, "Of others there in the last 15 minutes") {
    @Override
    double of(Forecast forecast) {
      Leg leg = leg(forecast);

      return leg.hasDistance() ? leg.speed() : unknown();
    }
  },
  SETTING_OUT("flag", Source.ORDER, "1 where the leg begins just now, else 0") {
    @Override
    double of(Forecast forecast) {
      return leg(forecast).settingOut() ? 1 : 0;
    }
  },
  EAST_METERS("meters", Source.ORDER, 0, "How far east of the dasher the customer is") {
    @Override
    double of(Forecast forecast) {
      Journey journey = forecast.moment().journey();

      return isPlaced(journey) ? journey.here().metersEastTo(journey.goal()) : unknown();
    }
  },
  NORTH_METERS("meters", Source.ORDER, 0, "How far north of the dasher the customer is") {
    @Override
    double of(Forecast forecast) {
      Journey journey = forecast.moment().journey();

      return isPlaced(journey) ? journey.here().metersNorthTo(journey.goal()) : unknown();
    }
  },
  LATITUDE("degrees", Source.ORDER, 0, "Where the dasher is, else where the order waits") {
    @Override
    double of(Forecast forecast) {
      return latitude(forecast.moment().journey().here());
    }
  },
  LONGITUDE("degrees", Source.ORDER, 0, "Where the dasher is, else where the order waits") {
    @Override
    double of(Forecast forecast) {
      return longitude(forecast.moment().journey().here());
    }
  },
  GOAL_LATITUDE("degrees", Source.ORDER, 0, "Where the customer is") {
    @Override
    double of(Forecast forecast) {
      return latitude(forecast.moment().journey().goal());
    }
  },
  GOAL_LONGITUDE("degrees", Source.ORDER, 0, "Where the customer is") {
    @Override
    double of(Forecast forecast) {
      return longitude(forecast.moment().journey().goal());
    }
  },
  HOUR_OF_DAY("hours", Source.ORDER, "By the sun where the dasher is, from 0 to 24") {
    @Override
    double of(Forecast forecast) {
      return solarHours(forecast) % DAY_HOURS;
    }
  },
  DAY_OF_WEEK("code", Source.ORDER, "By the sun; 0 is Monday") {
    @Override
    double of(Forecast forecast) {
      long days = (long) Math.floor(solarHours(forecast) / DAY_HOURS);

      return Math.floorMod(days + FIRST_DAY, WEEK_DAYS);
    }
  },
  STAGE_SECONDS("seconds", Source.ORDER, "Since the stage began") {
    @Override
    double of(Forecast forecast) {
      return secondsSince(forecast.moment().journey().since(), forecast);
    }
  },
  UNHEARD_SECONDS("seconds", Source.ORDER, "Since the dasher was seen, else since the last step") {
    @Override
    double of(Forecast forecast) {
      return secondsSince(forecast.moment().knownAt(), forecast);
    }
  },
  STOOD_SECONDS("seconds", Source.ORDER, -1, "Since the dasher has been within 80 m of one place") {
    @Override
    double of(Forecast forecast) {
      long stoodSince = forecast.moment().journey().stoodSince();

      return stoodSince == Trip.NEVER ? unknown() : secondsSince(stoodSince, forecast);
    }
  },
  START_METERS("meters", Source.ORDER, -1, "Straight-line way to the stage's goal at its start") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().journey().course().startMeters();
    }
  },
  TRAVELLED_METERS("meters", Source.ORDER, "Since the stage began, from ping to ping") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().journey().course().travelledMeters();
    }
  },
  SPEED("meters_per_second", Source.ORDER, -1, "Of the dasher, between its last two pings") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().journey().course().speed();
    }
  },
  PACE("meters_per_second", Source.ORDER, -1, "The same over minutes, the newer the more") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().journey().course().pace();
    }
  },
  APPROACH("meters_per_second", Source.ORDER, 0, "How fast the goal came nearer between them") {
    @Override
    double of(Forecast forecast) {
      return forecast.moment().journey().course().approach();
    }
  };

  private static final double DEGREES_PER_HOUR = 15;
  private static final double HOUR_MILLIS = 3_600_000;
  private static final double DAY_HOURS = 24;
  private static final int WEEK_DAYS = 7;

  /** The first day since the epoch was a Thursday; 0 is Monday. */
  private static final int FIRST_DAY = 3;

  private final String unit;
  private final Source source;
  private final Integer unknown;
  private final String meaning;

  /** What a feature rests on. */
  public enum Source {
    /** Events of the order and its dasher, all of which the lake has: it can be computed anew. */
    ORDER,
    /** What the market's other orders and dashers had taught the job by then: as recorded. */
    MARKET;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One that is always known. */
  EtaFeature(String unit, Source source, String meaning) {
    this(unit, source, null, meaning);
  }

  EtaFeature(String unit, Source source, Integer unknown, String meaning) {
    this.unit = unit;
    this.source = source;
    this.unknown = unknown;
    this.meaning = meaning;
  }

  /** As columns of training sets and inputs of models are called. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String unit() {
    return unit;
  }

  public Source source() {
    return source;
  }

  public String meaning() {
    return meaning;
  }

  public boolean isAlwaysKnown() {
    return unknown == null;
  }

  /** What stands for not knowing it. */
  public double unknown() {
    if (unknown == null) {
      throw new IllegalStateException("%s is always known".formatted(code()));
    }

    return unknown;
  }

  /**
   * Its value.
   *
   * @param forecast the calibration's; its moment has legs and a journey
   */
  abstract double of(Forecast forecast);

  private static Leg leg(Forecast forecast) {
    return forecast.moment().legs().get(0);
  }

  private static boolean isPlaced(Journey journey) {
    return journey.here() != null && journey.goal() != null;
  }

  private static double latitude(Position position) {
    return position == null ? LATITUDE.unknown() : position.latitude();
  }

  private static double longitude(Position position) {
    return position == null ? LONGITUDE.unknown() : position.longitude();
  }

  /** By the sun instead of a time zone, which a model would have to be told. */
  private static double solarHours(Forecast forecast) {
    double longitude = longitude(forecast.moment().journey().here());

    return forecast.moment().millis() / HOUR_MILLIS + longitude / DEGREES_PER_HOUR;
  }

  private static double secondsSince(long from, Forecast forecast) {
    return Math.max(0, forecast.moment().millis() - from) / 1000.0;
  }
}
