import { metersBetween } from './ground.js'
import { Pace } from './pace.js'

const JUMP_METERS = 2_000
const FASTEST_METERS_PER_SECOND = 60
const MOST_PASSED = 300

/**
 * Where the dasher is drawn: gliding from where they were drawn to where they were last heard of,
 * until the next news is to be expected, and never ahead of what is known. Whoever cannot have driven
 * there jumps.
 */
export class Motion {
  #isStill
  #pace = new Pace()
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
    this.#pace = new Pace()
  }

  /**
   * They were at a place.
   *
   * @param at when they were there
   * @param now when that is known
   */
  goTo(place, at, now) {
    const here = this.at(now)
    const untilNext = this.#pace.next(now)
    const isJump = here === null || this.#isJump(place, at)
    this.#at = at
    if (!isJump && isSame(place, this.#to)) {
      return
    }
    this.#passed = isJump ? [] : [...this.#passed.slice(1 - MOST_PASSED), here]
    this.#from = isJump ? place : here
    this.#lasts = isJump || this.#isStill ? 0 : untilNext
    this.#to = place
    this.#begin = now
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

  #isJump(place, at) {
    const meters = metersBetween(this.#to, place)
    const seconds = Math.max(1, (at - this.#at) / 1000)

    return meters > JUMP_METERS || meters / seconds > FASTEST_METERS_PER_SECOND
  }
}

function isSame(one, other) {
  return one.latitude === other.latitude && one.longitude === other.longitude
}
