const SHORTEST_MILLIS = 300
// Phones send once in a minute at the least; whoever is drawn later than that is not where they are.
const LONGEST_MILLIS = 75_000
// Who was silent is caught up with: for longer than that, or than so many times as long as before.
const SILENT_TIMES = 2
const CATCH_UP_MILLIS = 2_000

/** How often there is news of somebody. */
export class Pace {
  #count = 0
  #heardAt = -Infinity
  #usual = Infinity

  /** There is news: how long it is until there is more, if that takes as long as this did. */
  next(now) {
    const gap = now - this.#heardAt
    const isSilence = gap > LONGEST_MILLIS || gap > SILENT_TIMES * this.#usual
    this.#count++
    this.#heardAt = now
    if (this.#count > 2) {
      // The first of them was there before the page was.
      this.#usual = gap
    }

    return isSilence ? CATCH_UP_MILLIS : Math.max(SHORTEST_MILLIS, gap)
  }
}
