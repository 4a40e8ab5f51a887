package io.freshet.console.delivery.map;

/** What a dasher is at. */
public enum Motion {
  IDLE("idle", "without an order"),
  TO_RESTAURANT("to-restaurant", "to a restaurant, or waiting there"),
  TO_CUSTOMER("to-customer", "to a customer"),
  SILENT("silent", "not heard of for 3 minutes");

  private final String code;
  private final String meaning;

  Motion(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** For the style sheet. */
  public String code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
