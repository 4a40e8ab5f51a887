package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.GeoPoint;
import java.time.ZoneId;
import java.util.List;

/**
 * A market of the simulation.
 *
 * @param market the key that its events carry
 * @param share its part of all dashers and orders, relative to the other cities'
 */
public record City(
    String market, String name, ZoneId timeZone, Currency currency, GeoPoint centre, double share) {

  /**
   * What people pay with.
   *
   * @param typicalSubtotal an ordinary order's subtotal in the smallest unit
   */
  public record Currency(String code, int typicalSubtotal) {}

  /** Cities around the world, so that it is dinner time somewhere whenever one looks. */
  public static List<City> shipped() {
    return List.of(
        city(
            "san_francisco",
            "San Francisco",
            "America/Los_Angeles",
            new Currency("USD", 3_200),
            GeoPoint.ofDegrees(37.7749, -122.4394),
            0.20),
        city(
            "new_york",
            "New York",
            "America/New_York",
            new Currency("USD", 3_600),
            GeoPoint.ofDegrees(40.7440, -73.9860),
            0.25),
        city(
            "sao_paulo",
            "São Paulo",
            "America/Sao_Paulo",
            new Currency("BRL", 7_500),
            GeoPoint.ofDegrees(-23.5614, -46.6559),
            0.15),
        city(
            "london",
            "London",
            "Europe/London",
            new Currency("GBP", 2_400),
            GeoPoint.ofDegrees(51.5155, -0.1310),
            0.20),
        city(
            "tokyo",
            "Tokyo",
            "Asia/Tokyo",
            new Currency("JPY", 2_800),
            GeoPoint.ofDegrees(35.6785, 139.7200),
            0.20));
  }

  private static City city(
      String market, String name, String zone, Currency currency, GeoPoint centre, double share) {
    return new City(market, name, ZoneId.of(zone), currency, centre, share);
  }
}
