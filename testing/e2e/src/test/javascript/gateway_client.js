// gateway_client.js URL KEY CONTRACT
// Sends a ping in binary and in structured mode with the CloudEvents library; prints the answers.
import { CloudEvent, HTTP, Mode, emitterFor } from 'cloudevents'

const [url, key, contract] = process.argv.slice(2)

async function transport(message) {
  const answer = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { ...message.headers, authorization: `Bearer ${key}` },
    body: message.body,
    signal: AbortSignal.timeout(30_000),
  })

  return answer.status
}

const statuses = []
for (const [i, mode] of [Mode.BINARY, Mode.STRUCTURED].entries()) {
  const emit = emitterFor(transport, { binding: HTTP, mode })
  const event = new CloudEvent({
    id: `javascript-${i + 1}`,
    source: '/javascript',
    type: contract,
    data: {
      market: 'zürich',
      dasher_id: i + 1,
      latitude: 47.376887,
      longitude: -8.541694,
      event_time: new Date().toISOString(),
    },
  })
  statuses.push(await emit(event))
}
console.log(JSON.stringify(statuses))
