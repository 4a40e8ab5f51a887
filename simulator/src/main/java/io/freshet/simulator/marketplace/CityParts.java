package io.freshet.simulator.marketplace;

import java.util.random.RandomGenerator;

/**
 * What the parts of one city's simulation share.
 *
 * @param number of the city, from 0
 * @param dashersAtPeak online at the busiest time of the day: the scale of everything
 */
record CityParts(
    City city,
    int number,
    double dashersAtPeak,
    StreetGrid grid,
    LocalClock clock,
    Agenda agenda,
    RandomGenerator random) {}
