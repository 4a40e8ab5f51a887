const STORE = 'events'

/** Events that wait in the browser's IndexedDB: they outlive page, tab and browser. */
export class IndexedQueue {
  #opening

  /**
   * @param name of the database; pages of one origin that give the same share its events
   */
  constructor(name = 'freshet-events') {
    this.#opening = open(name)
  }

  static isPossible() {
    return typeof indexedDB !== 'undefined'
  }

  /** Keeps it, and gives the key under which it can be removed. */
  async add(event) {
    return this.#doing('readwrite', (store) => store.add(event))
  }

  /** The oldest ones, as `{ key, event }`. */
  async first(count) {
    const [keys, events] = await Promise.all([
      this.#doing('readonly', (store) => store.getAllKeys(null, count)),
      this.#doing('readonly', (store) => store.getAll(null, count)),
    ])

    // Another page may have removed some in between; keys never come back.
    return keys.length === events.length ? keys.map((key, i) => ({ key, event: events[i] })) : this.first(count)
  }

  async remove(keys) {
    if (keys.length > 0) {
      await this.#doing('readwrite', (store) => keys.map((key) => store.delete(key)).at(-1))
    }
  }

  async size() {
    return this.#doing('readonly', (store) => store.count())
  }

  /** Resolves when the transaction is on the disk's way, not when the request is. */
  async #doing(mode, work) {
    const database = await this.#opening
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
      transaction.onerror = () => reject(transaction.error)
    })
  }
}

function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
