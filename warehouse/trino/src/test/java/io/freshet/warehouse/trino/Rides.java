package io.freshet.warehouse.trino;

import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Contracts of another domain than the shipped one: rides with a nested place, a reference, and a
 * derived table that is partitioned by whom it is about.
 */
public final class Rides {
  private static final String RIDES =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: NAME
      name: NAME
      version: 1.0.0
      status: active
      domain: transport
      description: {purpose: Every ride}
      team: {name: riders}
      schema:
        - name: NAME
          properties:
            - name: city
              logicalType: string
              required: true
              description: Where it was
              customProperties: [{property: fieldId, value: 1}]
            - name: rider_id
              logicalType: integer
              required: true
              classification: personal
              description: Who rode
              customProperties: [{property: fieldId, value: 2}]
            - name: place
              logicalType: object
              description: Where it began
              customProperties: [{property: fieldId, value: 3}]
              properties:
                - name: latitude
                  logicalType: number
                  physicalType: decimal(9,6)
                  classification: personal
                  description: Degrees north
                  customProperties: [{property: fieldId, value: 4}]
                - name: street
                  logicalType: string
                  description: The street's name
                  customProperties: [{property: fieldId, value: 5}]
            - name: note
              logicalType: string
              physicalType: bytes
              classification: confidential
              description: What the driver wrote
              customProperties: [{property: fieldId, value: 6}]
            - name: event_time
              logicalType: timestamp
              required: true
              description: When it was
              customProperties: [{property: fieldId, value: 7}]
      roles:
        - role: analyst
        - role: city_lead
          customProperties:
            - {property: sees, value: [confidential]}
            - {property: onlyWhere, value: {column: city, values: [oslo, "l'aquila"]}}
        - role: data_scientist
          customProperties: [{property: sees, value: [personal]}]
        - role: data_engineer
          customProperties: [{property: sees, value: [confidential, personal]}]
      slaProperties:
        - {property: freshness, value: 60, unit: s}
      customProperties:
        - {property: partitionKey, value: city}
        - {property: entityKey, value: rider_id}
        - {property: eventTime, value: event_time}
      """;

  private static final String CITIES =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: NAME
      name: NAME
      version: 1.0.0
      status: active
      domain: transport
      description: {purpose: The cities.}
      team: {name: planners}
      schema:
        - name: NAME
          properties:
            - name: city
              logicalType: string
              required: true
              classification: public
              description: Its name
              customProperties: [{property: fieldId, value: 1}]
            - name: latitude
              logicalType: number
              physicalType: decimal(9,6)
              description: Degrees north
              customProperties: [{property: fieldId, value: 2}]
            - name: event_time
              logicalType: timestamp
              required: true
              description: Since when this holds
              customProperties: [{property: fieldId, value: 3}]
      customProperties:
        - {property: kind, value: reference}
        - {property: partitionKey, value: city}
        - {property: eventTime, value: event_time}
      """;

  private static final String DAYS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: NAME
      name: NAME
      version: 1.0.0
      status: active
      domain: transport
      description: {purpose: Each rider's days}
      team: {name: riders}
      schema:
        - name: NAME
          properties:
            - name: rider_id
              logicalType: integer
              required: true
              classification: personal
              partitioned: true
              description: Who rode
              customProperties: [{property: fieldId, value: 1}]
            - name: local_day
              logicalType: date
              required: true
              description: When it was
              customProperties: [{property: fieldId, value: 2}]
      slaProperties:
        - {property: freshness, value: 26, unit: h}
      customProperties:
        - {property: kind, value: derived}
        - {property: namespace, value: clean}
        - {property: partitionKey, value: rider_id}
        - {property: eventTime, value: local_day}
      """;

  private Rides() {}

  /** Contracts of these two names and {@link #days}, beside the platform's own. */
  public static Contracts contracts(Path folder, String rides, String cities) {
    try {
      Files.writeString(folder.resolve(rides + ".yaml"), RIDES.replace("NAME", rides));
      Files.writeString(folder.resolve(cities + ".yaml"), CITIES.replace("NAME", cities));
      Files.writeString(folder.resolve(days(rides) + ".yaml"), DAYS.replace("NAME", days(rides)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return Contracts.read(folder);
  }

  /** The name of the derived table beside a table of rides. */
  public static String days(String rides) {
    return rides + "_days";
  }
}
