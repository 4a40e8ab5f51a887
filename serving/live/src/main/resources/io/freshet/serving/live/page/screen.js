import { against, endOf, timeOf } from './arrival.js'
import { STEPS, happening, meanwhile } from './progress.js'
import { FINAL, isOver } from './told.js'

const OLD_MILLIS = 120_000
const NO_PLACES = { dasher: null, pickup: null, dropoff: null }

/**
 * What is on the screen, from what is known: pure, so that every state of it can be had at will.
 *
 * `now` has `known` (told.js), `link` (connection.js), `isOffline`, `window` (arrival.js), the `best`
 * of them that was shown (best.js), `done` (progress.js), `isReassigned`, `since` when the newest state
 * came, `heardAt` when anything did, and `time`.
 */
export function screen(now, texts, formats) {
  const { known, link } = now
  if (known.state === null) {
    return withoutOrder(now, texts)
  }
  const { order } = known.state
  const isEnd = isOver(known)
  const key = happening(order)
  const [headline, detail] = texts.happening[key]
  const isFinal = FINAL.has(order.state)
  const places = isFinal ? NO_PLACES : placesOf(order, now)
  const isLinked = link.state === 'open' || (link.state === 'lost' && now.isPatient)
  const isCertain = isLinked && known.condition !== 'stale'

  return {
    mood: isFinal ? 'over' : 'order',
    key,
    hasMap: !isFinal,
    headline,
    detail: whereabouts(order, places, { ...now, isCertain }, texts, formats) ?? detail,
    meanwhile: texts.meanwhile[meanwhile(order)] ?? null,
    arrival: arrival(order, { ...now, isCertain }, texts, formats),
    reason: isFinal ? outcome(order, now, texts, formats) : reason(order, { ...now, isCertain }, texts),
    steps: steps(now.done, key, texts),
    banner: isEnd ? null : banner(now, texts, formats),
    status: isEnd ? null : status(link, isCertain, texts),
    updated: isEnd ? null : texts.updated(formats.time(timeOf(order, now.since, now.heardAt))),
    places,
    map: mapWords(order, places, texts, formats),
  }
}

function withoutOrder({ known, link, isOffline, isPatient }, texts) {
  if (link.state === 'ended') {
    return message(link.why, texts.message[link.why] ?? texts.message.bad_link, null)
  }
  if (link.state === 'lost' && !isPatient) {
    const text = isOffline ? texts.banner.offlineAtFirst : texts.banner.lostAtFirst
    const words = isOffline ? texts.message.offline : texts.message.unreachable

    return message('unreachable', words, { tone: 'lost', text, canRetry: true })
  }
  switch (known.condition) {
    case 'waiting':
      return message('waiting', texts.message.waiting, null)
    case 'stale':
      return message('unavailable', texts.message.unavailable, null)
    case 'gone':
      return message('over', texts.message.over, null)
    default:
      return { mood: 'loading', headline: texts.loading, detail: '', banner: null }
  }
}

function message(key, [headline, detail], banner) {
  return { mood: 'message', key, headline, detail, banner }
}

function placesOf(order, now) {
  return {
    dasher: dasherOf(order, now),
    pickup: order.state === 'picked_up' ? null : placeOf(order.pickup),
    dropoff: placeOf(order.dropoff),
  }
}

function dasherOf(order, { since, time }) {
  const place = placeOf(order)
  if (place === null) {
    return null
  }
  // Without a time of its own a place is at most as new as its order's newest event.
  const at = Date.parse(order.position_time ?? order.event_time)
  const seen = Number.isNaN(at) ? order.event_time_ms : at
  const age = timeOf(order, since, time) - seen

  return { place, at: seen, age, isOld: age > OLD_MILLIS }
}

function placeOf(held) {
  return Number.isFinite(held?.latitude) && Number.isFinite(held?.longitude)
    ? { latitude: held.latitude, longitude: held.longitude }
    : null
}

function whereabouts(order, { dasher }, now, texts, formats) {
  if (dasher !== null && dasher.isOld) {
    return texts.map.seen(formats.ago(dasher.age))
  }
  const where = distance(order, texts, formats)

  if (where === null) {
    return null
  }

  return now.isCertain ? texts.map.dasherIs(where) : texts.map.dasherWas(where)
}

function distance(order, texts, formats) {
  if (!Number.isFinite(order.distance_meters) || order.latitude === undefined) {
    return null
  }
  const words = { picked_up: texts.map.toCustomer, dasher_assigned: texts.map.toRestaurant }[order.state]

  return words === undefined || order.stage === 'wait' ? null : words(formats.distance(order.distance_meters))
}

function arrival(order, { window, since, time, isCertain }, texts, formats) {
  if (FINAL.has(order.state)) {
    return { label: texts.arrival[order.state], text: formats.time(order.event_time_ms) }
  }
  if (window === null) {
    return { label: texts.arrival.label, text: texts.arrival.none, isVague: true }
  }
  const text = windowText(window, texts, formats)
  const isPast = timeOf(order, since, time) > endOf(window)
  if (!isPast) {
    return { label: texts.arrival.label, text }
  }

  return order.state === 'picked_up' && isCertain
    ? { label: texts.arrival.label, text: texts.arrival.soon }
    : { label: texts.arrival.past, text }
}

function windowText(window, texts, formats) {
  return window.to === null ? texts.arrival.about(formats.time(window.from)) : formats.window(window)
}

function reason(order, { window, best, isReassigned, isCertain }, texts) {
  const isKnown = Object.hasOwn(texts.reasons, order.reason ?? '') && fits(order.reason, window, best)
  // That nothing has gone wrong is no longer known.
  const isTold = isKnown && (isCertain || order.reason !== 'on_time')
  const key = isReassigned && (!isTold || order.reason === 'on_time') ? 'reassigned' : order.reason

  return isTold || isReassigned ? { key, text: texts.reasons[key] } : null
}

/**
 * A reason that says no more than how late it is must be borne out by the windows that were shown:
 * they are rounded, and predictions may recede within one.
 */
function fits(reason, window, best) {
  const isLater = window !== null && best !== null && endOf(window) > endOf(best)

  return reason === 'delayed' ? isLater : reason !== 'on_time' || !isLater
}

/** When it came, against what was told. */
function outcome(order, { best }, texts, formats) {
  if (order.state !== 'delivered' || best === null) {
    return null
  }
  const key = against(order.event_time_ms, best)

  return { key, text: texts.outcome[key](windowText(best, texts, formats)) }
}

function steps(done, key, texts) {
  return STEPS.map((step, i) => {
    const state = i < done ? 'done' : key === 'cancelled' ? 'dropped' : i === done ? 'current' : 'open'
    const { done: past, current, open } = texts.steps[step]

    return { label: { done: past, current }[state] ?? open, state, word: texts.step[state] }
  })
}

function banner({ known, link, isOffline, isPatient, since, heardAt }, texts, formats) {
  const time = (wall) => formats.time(timeOf(known.state.order, since, wall))
  const last = time(heardAt)
  if (link.state === 'ended') {
    return link.why === 'over' ? null : { tone: 'ended', text: texts.banner.expired(last), canRetry: false }
  }
  if (link.state === 'lost' && !isPatient) {
    return { tone: 'lost', text: isOffline ? texts.banner.offline(last) : texts.banner.lost(last), canRetry: true }
  }
  if (known.condition === 'stale') {
    const text = known.since === null ? last : time(Date.parse(known.since))

    return { tone: 'stale', text: texts.banner.stale(text), canRetry: false }
  }

  return null
}

function status(link, isCertain, texts) {
  if (!isCertain) {
    return { kind: 'quiet', text: texts.quiet }
  }

  return link.isPolling ? { kind: 'polling', text: texts.polling } : { kind: 'live', text: texts.live }
}

function mapWords(order, places, texts, formats) {
  const { dasher } = places

  return {
    title: mapTitle(order, places, texts, formats),
    note: dasher === null ? texts.map.none : null,
  }
}

function mapTitle(order, { dasher, pickup, dropoff }, texts, formats) {
  if (dasher === null) {
    return pickup === null && dropoff === null ? texts.map.title.none : texts.map.title.places
  }
  if (dasher.isOld) {
    return texts.map.title.old(texts.map.seen(formats.ago(dasher.age)))
  }
  const where = distance(order, texts, formats)

  return where === null ? texts.map.title.somewhere : texts.map.title.dasher(where)
}
