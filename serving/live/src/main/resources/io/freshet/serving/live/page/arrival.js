const MINUTE = 60_000
const STEP = 5 * MINUTE
// Within which a border stays where it was shown: a window that jumps to and fro promises nothing.
const SLACK = 90_000
const RECORDED = 24 * 3_600_000

/**
 * The window in which the order arrives, rounded outward to five minutes; where nobody says how late
 * it may become, `to` is null and `from` the nearest five minutes: "about".
 *
 * @param shown the window that is on the screen; null when there is none
 * @returns null where nothing is predicted
 */
export function arrivalWindow(order, shown) {
  const first = Date.parse(order.predicted_arrival)
  if (Number.isNaN(first)) {
    return null
  }
  const last = Date.parse(order.latest_arrival)
  if (!(last >= first)) {
    return { from: about(first, shown), to: null }
  }
  const window = { from: down(first), to: up(last) }
  if (window.from === window.to) {
    window.to += STEP
  }

  return shown?.to ? steady(window, shown, first, last) : window
}

/** Until when a window lets one wait; "about" is as wide as the narrowest. */
export function endOf({ from, to }) {
  return to ?? from + STEP
}

/** How a time of arrival stands to what was told: `early`, `in_time` or `late`, by the minute. */
export function against(time, told) {
  const minute = Math.floor(time / MINUTE) * MINUTE
  if (minute > endOf(told)) {
    return 'late'
  }

  return minute < (told.to === null ? told.from - STEP : told.from) ? 'early' : 'in_time'
}

/**
 * The time that an order's times are to be held against: now, or, in a replay of what was recorded
 * long ago, the time that has come there.
 *
 * @param since when the order's newest state came
 */
export function timeOf(order, since, now) {
  const isReplayed = Math.abs(now - order.event_time_ms) > RECORDED

  return isReplayed ? order.event_time_ms + (now - since) : now
}

function steady(window, shown, first, last) {
  const keepsFrom = shown.from <= first && first < shown.from + STEP + SLACK
  const keepsTo = shown.to >= last && last > shown.to - STEP - SLACK

  return { from: keepsFrom ? shown.from : window.from, to: keepsTo ? shown.to : window.to }
}

function about(time, shown) {
  const isKept = shown !== null && shown.to === null && Math.abs(time - shown.from) < STEP / 2 + SLACK

  return isKept ? shown.from : Math.round(time / STEP) * STEP
}

function down(time) {
  return Math.floor(time / STEP) * STEP
}

function up(time) {
  return Math.ceil(time / STEP) * STEP
}
