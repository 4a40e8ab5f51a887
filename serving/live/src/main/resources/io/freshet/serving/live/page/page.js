import { expiry, readAddress } from './address.js'
import { arrivalWindow } from './arrival.js'
import { BestWindow } from './best.js'
import { Connection } from './connection.js'
import { OrderMap } from './map.js'
import { StepsDone } from './progress.js'
import { screen } from './screen.js'
import { ENGLISH, Formats, marketName } from './texts.js'
import { NOTHING, connected, isOver, take } from './told.js'
import { View } from './view.js'

// What is so soon over that nobody needs to hear of it.
const PATIENCE_MILLIS = 1_500
// "5 minutes ago" must not stand still.
const LOOK_EVERY_MILLIS = 10_000
const REASSIGNED_MILLIS = 120_000

/** One order's page, from its address until the order is over. */
class Tracking {
  #address
  #texts = ENGLISH
  #formats = new Formats()
  #view
  #map
  #connection = null
  #known = NOTHING
  #link = { state: 'opening' }
  #lostAt = null
  #heardAt = null
  #since = null
  #window = null
  #best = null
  #done = null
  #reassignedAt = -Infinity

  constructor(address) {
    this.#address = address
    this.#view = new View(this.#texts, { tryNow: () => this.#connection?.tryNow() })
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.#map = new OrderMap(this.#view.map, this.#texts.map, isStill)
  }

  start() {
    if (this.#address === null) {
      this.#linked({ state: 'ended', why: 'no_order' })

      return
    }
    const { market, orderId } = this.#address
    this.#best = new BestWindow(`${market}/${orderId}`)
    this.#done = new StepsDone(`${market}/${orderId}`)
    this.#view.name(this.#texts.order(orderId), marketName(market))
    this.#loadMap()
    this.#connect()
    setInterval(() => this.#show(), LOOK_EVERY_MILLIS)
    addEventListener('online', () => this.#connection?.lookAgain())
    addEventListener('offline', () => this.#offline())
    addEventListener('pageshow', (event) => event.persisted && this.#connection?.lookAgain())
    document.addEventListener('visibilitychange', () => document.hidden || this.#connection?.lookAgain())
  }

  #connect() {
    if (this.#address.token === null) {
      this.#linked({ state: 'ended', why: 'bad_link' })

      return
    }
    this.#connection = new Connection(this.#address, {
      linked: (link) => this.#linked(link),
      message: (message) => this.#heard(message),
      heard: () => this.#noted(),
    })
    this.#connection.start()
  }

  #offline() {
    this.#connection?.cutOff()
    this.#show()
  }

  #linked(link) {
    if (link.state === 'open') {
      this.#known = connected(this.#known)
      this.#lostAt = null
    }
    if (link.state === 'lost' && this.#lostAt === null) {
      this.#lostAt = Date.now()
      setTimeout(() => this.#show(), PATIENCE_MILLIS)
    }
    const isUnauthorized = link.state === 'ended' && link.why === 'unauthorized'
    const why = expiry(this.#address?.token) < Date.now() ? 'expired' : 'bad_link'
    this.#link = isUnauthorized ? { state: 'ended', why } : link
    this.#show()
  }

  #heard(message) {
    const before = this.#known.state
    this.#known = take(this.#known, message)
    if (this.#known.isElsewhere) {
      this.#connection.startOver()

      return
    }
    if (message.type !== 'stale') {
      this.#heardAt = Date.now()
    }
    if (this.#known.state !== before) {
      this.#changed(before?.order, this.#known.state.order)
    }
    if (isOver(this.#known)) {
      this.#connection.stop()
    }
    this.#show()
  }

  #changed(before, order) {
    this.#since = Date.now()
    this.#window = arrivalWindow(order, this.#window)
    this.#best.shown(this.#window)
    this.#done.reached(order)
    if (before?.dasher_id !== undefined && order.dasher_id !== undefined && before.dasher_id !== order.dasher_id) {
      this.#reassignedAt = this.#since
      this.#map.forgetDasher()
    }
  }

  /** Nothing new, and that is certain. */
  #noted() {
    this.#heardAt = Date.now()
    this.#show()
  }

  #show() {
    const time = Date.now()
    const shown = screen(
      {
        known: this.#known,
        link: this.#link,
        isOffline: !navigator.onLine,
        isPatient: this.#lostAt !== null && time - this.#lostAt < PATIENCE_MILLIS,
        window: this.#window,
        best: this.#best?.window ?? null,
        done: this.#done?.count ?? 0,
        isReassigned: time - this.#reassignedAt < REASSIGNED_MILLIS,
        since: this.#since,
        heardAt: this.#heardAt,
        time,
      },
      this.#texts,
      this.#formats,
    )
    this.#view.show(shown)
    if (shown.places !== undefined) {
      this.#map.show(shown.places)
    }
  }

  async #loadMap() {
    try {
      const answer = await fetch(this.#address.map)
      if (answer.ok) {
        const streets = await answer.json()
        this.#map.paint(streets)
        this.#view.attribute(streets.attribution)
      }
    } catch {
      // The plain grid does.
    }
  }
}

// A newer link to the same order differs behind the # only, where browsers load nothing anew.
addEventListener('hashchange', () => location.reload())
new Tracking(readAddress(location.href)).start()
