import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'

import { EventSender, MemoryQueue } from '../event_sender.js'
import { Gateway } from '../testing/gateway.js'

const NEVER = 3_600_000
let gateway
let refused
let tokens

async function sender(answers, options = {}, world = globalThis) {
  gateway = await Gateway.open(...answers)
  refused = []
  tokens = 0

  return new EventSender(
    {
      url: gateway.url,
      source: '/test',
      token: async () => `token-${++tokens}`,
      refused: (event, why) => refused.push([event.id, why]),
      delayMillis: NEVER,
      ...options,
    },
    world,
  )
}

async function sendAll(sender, count) {
  const ids = []
  for (let i = 0; i < count; i++) {
    ids.push(await sender.send('rides', { ride_id: i }))
  }

  return ids
}

afterEach(() => gateway.close())

test('sends what it is given in batches and in order', async () => {
  const rides = await sender([], { maxBatchEvents: 2 })
  const ids = await sendAll(rides, 3)

  await rides.flush()

  assert.deepEqual(gateway.ids(), [ids.slice(0, 2), ids.slice(2)])
  assert.equal(gateway.requests[0].headers.authorization, 'Bearer token-1')
  assert.equal(gateway.requests[0].headers['content-type'], 'application/cloudevents-batch+json')
  assert.deepEqual(gateway.requests[0].events[0], {
    specversion: '1.0',
    id: ids[0],
    source: '/test',
    type: 'rides',
    datacontenttype: 'application/json',
    data: { ride_id: 0 },
  })
  assert.equal(await rides.waiting(), 0)
})

test('a batch has its limit in bytes', async () => {
  const rides = await sender([], { maxBatchBytes: 300 })
  await sendAll(rides, 3)

  await rides.flush()

  assert.equal(gateway.requests.length, 3)
})

for (const answer of [{ status: 503 }, { status: 429 }, { status: 408 }, { status: 500 }, { cut: true }]) {
  test(`keeps its events under their ids after ${JSON.stringify(answer)}`, async () => {
    const rides = await sender([answer])
    const ids = await sendAll(rides, 2)

    await rides.flush()
    assert.equal(await rides.waiting(), 2)
    await rides.flush()

    assert.deepEqual(gateway.ids(), [ids, ids])
    assert.equal(await rides.waiting(), 0)
    assert.deepEqual(refused, [])
  })
}

test('comes again by itself, when the gateway says so', async () => {
  const rides = await sender([{ status: 503, headers: { 'retry-after': '1' } }])
  const begun = performance.now()
  const ids = await sendAll(rides, 1)
  await rides.flush()

  // The retry's timer keeps no program alive; this one does.
  const alive = setInterval(() => {}, 1000)
  while ((await rides.waiting()) > 0) {
    await new Promise(setImmediate)
  }
  clearInterval(alive)

  assert.deepEqual(gateway.ids(), [ids, ids])
  assert.ok(performance.now() - begun >= 1000)
})

test('of a batch that fared differently each event is treated by itself', async () => {
  const statuses = [200, 422, 503]
  const rides = await sender([
    { status: 207, body: () => ({ events: statuses.map((status) => ({ status, detail: `${status}` })) }) },
  ])
  const ids = await sendAll(rides, 3)

  await rides.flush()
  await rides.flush()

  assert.deepEqual(refused, [[ids[1], { status: 422, detail: '422' }]])
  assert.deepEqual(gateway.ids(), [ids, [ids[2]]])
})

test('a batch that is too large is sent in smaller ones', async () => {
  const rides = await sender([{ status: 413 }, { status: 413 }])
  const ids = await sendAll(rides, 4)

  await rides.flush()

  assert.deepEqual(
    gateway.ids().map((each) => each.length),
    [4, 2, 1, 2, 1],
  )
  assert.deepEqual(gateway.ids().slice(2).flat(), ids)
  assert.deepEqual(refused, [])
})

test('an event that no gateway takes is given up', async () => {
  const rides = await sender([{ status: 413, body: () => ({ detail: 'too large' }) }])
  const [id] = await sendAll(rides, 1)

  await rides.flush()

  assert.deepEqual(refused, [[id, { detail: 'too large' }]])
  assert.equal(await rides.waiting(), 0)
})

test('asks for another token when the old one is over', async () => {
  const rides = await sender([{ status: 401 }])
  await sendAll(rides, 1)

  await rides.flush()
  await rides.flush()

  assert.deepEqual(
    gateway.requests.map((request) => request.headers.authorization),
    ['Bearer token-1', 'Bearer token-2'],
  )
})

test('keeps its events while there is no token', async () => {
  const rides = await sender([], { token: async () => Promise.reject(new Error('away')) })
  await sendAll(rides, 1)

  await rides.flush()

  assert.equal(await rides.waiting(), 1)
})

test('takes no more than may wait', async () => {
  const rides = await sender([], { maxQueued: 2 })
  await sendAll(rides, 2)

  await assert.rejects(rides.send('rides', {}), /2 events wait already/)
})

test('sends what an earlier visit has left', async () => {
  const queue = new MemoryQueue()
  await queue.add({ id: 'left' })
  await sender([], { queue })

  while ((await queue.size()) > 0) {
    await new Promise(setImmediate)
  }

  assert.deepEqual(gateway.ids(), [['left']])
})

test('closes after a last try', async () => {
  const rides = await sender([])
  await sendAll(rides, 1)

  await rides.close()

  assert.equal(gateway.requests.length, 1)
  await assert.rejects(rides.send('rides', {}), /closed/)
})

/** As much of a browser as the sender looks at. */
class Browser extends EventTarget {
  crypto = globalThis.crypto
  fetch = globalThis.fetch
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  beacons = []
  navigator = { onLine: true, sendBeacon: (url, body) => this.beacons.push([url, JSON.parse(body)]) > 0 }

  hide() {
    this.document.visibilityState = 'hidden'
    this.document.dispatchEvent(new Event('visibilitychange'))
  }
}

test('a page that is left sends a beacon with its token', async () => {
  const browser = new Browser()
  const rides = await sender([], {}, browser)
  await sendAll(rides, 1)
  await rides.flush()
  const [id] = await sendAll(rides, 1)

  browser.hide()
  while ((await rides.waiting()) > 0) {
    await new Promise(setImmediate)
  }

  assert.equal(browser.beacons.length, 1)
  assert.equal(browser.beacons[0][0], `${gateway.url}/events?token=token-1`)
  assert.deepEqual(
    browser.beacons[0][1].map((event) => event.id),
    [id],
  )
})

test('offline a page that is left keeps its events', async () => {
  const browser = new Browser()
  const rides = await sender([], {}, browser)
  await sendAll(rides, 1)
  await rides.flush()
  browser.navigator.onLine = false
  await sendAll(rides, 1)

  browser.hide()
  await new Promise(setImmediate)

  assert.equal(browser.beacons.length, 0)
  assert.equal(await rides.waiting(), 1)
})

test('sends at once when it is back online', async () => {
  const browser = new Browser()
  const rides = await sender([{ cut: true }], {}, browser)
  await sendAll(rides, 1)
  await rides.flush()

  browser.dispatchEvent(new Event('online'))
  while ((await rides.waiting()) > 0) {
    await new Promise(setImmediate)
  }

  assert.equal(gateway.requests.length, 2)
})
