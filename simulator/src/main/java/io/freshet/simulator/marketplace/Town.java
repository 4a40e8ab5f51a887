package io.freshet.simulator.marketplace;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A city's restaurants and the people who order from them. */
final class Town {
  private static final double RESTAURANT_SPREAD_METERS = 2_000;
  private static final double CUSTOMER_SPREAD_METERS = 2_600;
  private static final int CANDIDATES = 6;

  private static final double DASHERS_PER_RESTAURANT = 5;
  private static final int FEWEST_RESTAURANTS = 25;
  private static final int MOST_RESTAURANTS = 5_000;
  private static final int CUSTOMERS_PER_RESTAURANT = 400;

  private final int cityNumber;
  private final StreetGrid grid;
  private final RandomGenerator random;
  private final List<Restaurant> restaurants = new ArrayList<>();

  Town(CityParts parts) {
    this.cityNumber = parts.number();
    this.grid = parts.grid();
    this.random = parts.random();
    int count =
        (int)
            Math.max(
                FEWEST_RESTAURANTS,
                Math.min(MOST_RESTAURANTS, parts.dashersAtPeak() / DASHERS_PER_RESTAURANT));
    for (int number = 0; number < count; number++) {
      restaurants.add(
          new Restaurant(
              Ids.restaurant(cityNumber, number),
              grid.address(random, RESTAURANT_SPREAD_METERS),
              random.nextDouble(6, 16)));
    }
  }

  Spot customerAddress() {
    return grid.address(random, CUSTOMER_SPREAD_METERS);
  }

  long customer() {
    return Ids.customer(cityNumber, random.nextInt(restaurants.size() * CUSTOMERS_PER_RESTAURANT));
  }

  /** People order nearby: the nearest of a few that came to mind. */
  Restaurant restaurantNear(Spot spot) {
    Restaurant nearest = anyRestaurant();
    for (int i = 1; i < CANDIDATES; i++) {
      Restaurant other = anyRestaurant();
      if (other.spot().gridDistance(spot) < nearest.spot().gridDistance(spot)) {
        nearest = other;
      }
    }

    return nearest;
  }

  private Restaurant anyRestaurant() {
    return restaurants.get(random.nextInt(restaurants.size()));
  }
}
