/** Events that wait, as long as the program lives. */
export class MemoryQueue {
  #events = new Map()
  #next = 1

  /** Keeps it, and gives the key under which it can be removed. */
  async add(event) {
    this.#events.set(this.#next, event)

    return this.#next++
  }

  /** The oldest ones, as `{ key, event }`. */
  async first(count) {
    const found = []
    for (const [key, event] of this.#events) {
      if (found.length === count) {
        break
      }
      found.push({ key, event })
    }

    return found
  }

  async remove(keys) {
    keys.forEach((key) => this.#events.delete(key))
  }

  async size() {
    return this.#events.size
  }
}
