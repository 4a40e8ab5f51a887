import { metersBetween } from './ground.js'

const JUMP_METERS = 2_000
const FASTEST_METERS_PER_SECOND = 60
const SHORTEST_MILLIS = 300
const LONGEST_MILLIS = 15_000
// Who was silent for longer is caught up with.
const CATCH_UP_MILLIS = 2_000
const MOST_PASSED = 300

/**
 * Where the dasher is drawn: gliding from where they were drawn to where they were last heard of,
 * over as long as the news took to come, and never ahead of it. Whoever cannot have driven there jumps.
 */
export class Motion {
  #isStill
  #passed = []
  #from = null
  #to = null
  #begin = 0
  #lasts = 0
  #at = 0

  /** @param isStill whether nothing may move by itself */
  constructor(isStill) {
    this.#isStill = isStill
  }

  /** Nobody is to be drawn. */
  clear() {
    this.#from = null
    this.#to = null
    this.#passed = []
  }

  /**
   * They were at a place.
   *
   * @param at when they were there
   * @param now when that is known
   */
  goTo(place, at, now) {
    const here = this.at(now)
    const gap = now - this.#begin
    if (here === null || this.#isJump(here, place, at)) {
      this.#passed = []
      this.#from = place
      this.#lasts = 0
    } else {
      this.#passed = [...this.#passed.slice(1 - MOST_PASSED), here]
      this.#from = here
      this.#lasts = this.#isStill ? 0 : gap > LONGEST_MILLIS ? CATCH_UP_MILLIS : Math.max(gap, SHORTEST_MILLIS)
    }
    this.#to = place
    this.#begin = now
    this.#at = at
  }

  /** Where they are drawn; null when nowhere. */
  at(now) {
    if (this.#to === null || !this.isMoving(now)) {
      return this.#to
    }
    const part = Math.max(0, now - this.#begin) / this.#lasts

    return {
      latitude: this.#from.latitude + part * (this.#to.latitude - this.#from.latitude),
      longitude: this.#from.longitude + part * (this.#to.longitude - this.#from.longitude),
    }
  }

  isMoving(now) {
    return this.#to !== null && this.#lasts > 0 && now < this.#begin + this.#lasts
  }

  /** The places that they have left behind since they last jumped. */
  passed() {
    return this.#passed
  }

  #isJump(here, place, at) {
    const meters = metersBetween(here, place)
    const seconds = Math.max(1, (at - this.#at) / 1000)

    return meters > JUMP_METERS || meters / seconds > FASTEST_METERS_PER_SECOND
  }
}
