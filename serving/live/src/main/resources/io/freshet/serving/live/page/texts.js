/** Every word that the page says. Another language is another object like this one. */
export const ENGLISH = {
  title: 'Your order',
  live: 'Live',
  polling: 'Every 10 s',
  quiet: 'Not live',
  order: (orderId) => `Order ${orderId}`,
  updated: (time) => `Updated ${time}`,
  tryNow: 'Try now',
  loading: 'Looking up your order…',

  arrival: {
    label: 'Estimated arrival',
    past: 'Running late, was expected',
    soon: 'Any minute now',
    about: (time) => `about ${time}`,
    none: 'No estimate yet',
    delivered: 'Delivered at',
    cancelled: 'Cancelled at',
  },

  // Only what is done is said as if it were.
  steps: {
    ordered: { done: 'Ordered', current: 'Order', open: 'Order' },
    prepared: { done: 'Prepared', current: 'Kitchen', open: 'Kitchen' },
    picked_up: { done: 'Picked up', current: 'Pick-up', open: 'Pick-up' },
    delivered: { done: 'Delivered', current: 'On the way', open: 'Delivery' },
  },
  stepsLabel: 'How far your order is',
  step: { done: 'done', current: 'now', open: 'to come', dropped: 'will not come' },

  happening: {
    created: ['Order placed', 'The restaurant has yet to confirm it.'],
    confirmed: ['Order confirmed', 'The kitchen starts on it soon.'],
    preparing: ['Being prepared', 'The kitchen is on it.'],
    ready: ['Ready to be picked up', 'The kitchen has packed it.'],
    to_restaurant: ['Dasher on the way to the restaurant', 'They will bring your order to you.'],
    at_restaurant: ['Dasher at the restaurant', 'They wait for your order to be handed over.'],
    picked_up: ['On its way to you', 'Your dasher has your order.'],
    delivered: ['Enjoy your meal!', ''],
    cancelled: [
      'Order cancelled',
      'It will not be delivered. For a refund or a new order, go to the app or site where you placed it.',
    ],
    unknown: ['Your order is in hand', 'We show more as soon as there is more.'],
  },
  meanwhile: {
    to_restaurant: 'A dasher is on the way to the restaurant.',
    at_restaurant: 'A dasher is at the restaurant already.',
  },

  // Why the arrival is what it is; what is not listed is not shown.
  reasons: {
    on_time: 'On time',
    kitchen_slow: 'The kitchen takes longer than usual',
    no_dasher: 'Still looking for a dasher',
    reassigned: 'Another dasher has taken over',
    traffic: 'Traffic is slow on the way',
    dasher_stopped: 'Your dasher has not moved for a while',
    detour: 'Your dasher takes a longer way',
    no_signal: 'No signal from your dasher at the moment',
    delayed: 'It takes longer than expected',
  },

  // How the delivery stands to the best that was told.
  outcome: {
    early: (window) => `Early: we said ${window}`,
    in_time: (window) => `On time: we said ${window}`,
    late: (window) => `Later than we said: ${window}`,
  },

  map: {
    pickup: 'Restaurant',
    dropoff: 'You',
    dasher: 'Dasher',
    none: 'Your dasher appears here once they are on the way',
    title: {
      dasher: (where) => `Map: your dasher is ${where}.`,
      old: (seen) => `Map. ${seen}`,
      somewhere: 'Map: shows where your dasher is.',
      places: 'Map: shows the way that your order takes.',
      none: 'Map: nobody is on the way yet.',
    },
    toRestaurant: (distance) => `about ${distance} from the restaurant`,
    toCustomer: (distance) => `about ${distance} from you`,
    dasherIs: (where) => `Your dasher is ${where}.`,
    dasherWas: (where) => `Your dasher was ${where}.`,
    seen: (ago) => `Dasher last seen ${ago}.`,
  },

  banner: {
    lost: (time) => `We lost the connection. Last update ${time}. Trying again…`,
    lostAtFirst: 'We cannot reach the server. Trying again…',
    offline: (time) => `You are offline. Last update ${time}. It goes on once you are back.`,
    offlineAtFirst: 'You are offline. Trying again…',
    stale: (time) =>
      `We are catching up. There has been no news since ${time}, so the time of arrival may be out of date. It goes on by itself.`,
    expired: (time) =>
      `This link has expired; what you see is from ${time}. Open your order again where you placed it to get a new link.`,
  },

  // Where there is no order to show: a headline and what to do.
  message: {
    waiting: [
      'No sign of this order yet',
      'If you have just placed it, it appears here by itself. If it was delivered a while ago, there is nothing left to follow.',
    ],
    unavailable: ['No news right now', 'Your order cannot be looked up at the moment. This page tries again by itself.'],
    offline: ['No network right now', 'Your order is safe. It appears here once you are back.'],
    unreachable: ['Nobody answers right now', 'Your order is safe. This page tries again by itself.'],
    expired: [
      'This link has expired',
      'Open your order again in the app or on the site where you placed it: that gives you a new link.',
    ],
    bad_link: [
      'This link does not open the order',
      'A part of it may be missing. Use it exactly as it was sent, or open your order again where you placed it.',
    ],
    over: ['This order is over', 'There is nothing left to follow. Your receipt is where you placed the order.'],
    no_order: ['There is no order at this address', 'A part of the link may be missing. Use it exactly as it was sent.'],
  },
}

// Where roads are signed in miles.
const MILES = new Set(['US', 'GB', 'LR', 'MM'])
const METERS_PER_MILE = 1609.344

/** Times and distances as people of a place write them. */
export class Formats {
  #time
  #locale
  #ago
  #isMiles

  /**
   * @param locale such as `en-GB`; undefined is the browser's
   * @param timeZone likewise
   */
  constructor(locale, timeZone) {
    this.#time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
    this.#locale = this.#time.resolvedOptions().locale
    this.#ago = new Intl.RelativeTimeFormat('en')
    this.#isMiles = MILES.has(new Intl.Locale(this.#locale).maximize().region)
  }

  time(millis) {
    return this.#time.format(millis)
  }

  window({ from, to }) {
    return this.#time.formatRange(from, to).replace(/\s?–\s?/, ' – ')
  }

  /** Rounded down: "last seen" must not claim more than is known. */
  ago(millis) {
    const minutes = Math.floor(millis / 60_000)

    return minutes < 60 ? this.#ago.format(-minutes, 'minute') : this.#ago.format(-Math.floor(minutes / 60), 'hour')
  }

  /** Two digits at most: it is as the crow flies. */
  distance(meters) {
    if (this.#isMiles) {
      return this.#number(Math.max(0.1, meters / METERS_PER_MILE), 'mile')
    }

    return meters < 950
      ? this.#number(Math.max(1, Math.round(meters / 100)) * 100, 'meter')
      : this.#number(meters / 1000, 'kilometer')
  }

  #number(value, unit) {
    const digits = value < 10 ? 1 : 0

    return new Intl.NumberFormat(this.#locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value)
  }
}

/** `san_francisco` as people write it. */
export function marketName(market) {
  return market
    .split(/[_-]+/)
    .filter((word) => word !== '')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')
}
