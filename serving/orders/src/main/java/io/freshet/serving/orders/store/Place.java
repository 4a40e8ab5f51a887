package io.freshet.serving.orders.store;

import java.math.BigDecimal;

/** A point on the earth, WGS 84; degrees north and east, with six digits behind the point. */
public record Place(BigDecimal latitude, BigDecimal longitude) {}
