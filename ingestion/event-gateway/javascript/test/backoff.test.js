import assert from 'node:assert/strict'
import { test } from 'node:test'

import { backoffMillis } from '../backoff.js'

test('waits twice as long each time, up to a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 8, 1000].map((failures) => backoffMillis(failures, null, 1)),
    [500, 1000, 2000, 60_000, 60_000],
  )
})

test('is spread over the upper half', () => {
  assert.equal(backoffMillis(1, null, 0), 250)
})

test('never comes before it is asked to', () => {
  assert.equal(backoffMillis(1, '7', 0), 7000)
  assert.equal(backoffMillis(1, '7', 1), 8750)
  assert.equal(backoffMillis(10, '7', 1), 60_000)
})

test('knows no other times', () => {
  assert.equal(backoffMillis(1, 'Fri, 27 Nov 2026 07:00:00 GMT', 1), 500)
})
