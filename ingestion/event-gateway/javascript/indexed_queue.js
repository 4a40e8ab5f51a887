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
    const [key] = await this.#doing('readwrite', (store) => [store.add(event)])

    return key
  }

  /** The oldest ones, as `{ key, event }`. */
  async first(count) {
    // In one transaction: another page may remove some meanwhile.
    const [keys, events] = await this.#doing('readonly', (store) => [
      store.getAllKeys(null, count),
      store.getAll(null, count),
    ])

    return keys.map((key, i) => ({ key, event: events[i] }))
  }

  async remove(keys) {
    if (keys.length > 0) {
      await this.#doing('readwrite', (store) => keys.map((key) => store.delete(key)))
    }
  }

  async size() {
    const [count] = await this.#doing('readonly', (store) => [store.count()])

    return count
  }

  /** What the requests give, when the transaction is on the disk's way. */
  async #doing(mode, work) {
    const database = await this.#opening

    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const requests = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(requests.map((request) => request.result))
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
