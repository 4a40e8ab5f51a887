import { createServer } from 'node:http'
import { once } from 'node:events'

/** A gateway that answers as it is told, and notes what it was sent. */
export class Gateway {
  requests = []
  #answers = []
  #server

  static async open(...answers) {
    const gateway = new Gateway()
    gateway.#answers = answers
    gateway.#server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) {
        body += part
      }
      const events = JSON.parse(body)
      gateway.requests.push({ events, headers: request.headers })
      const answer = gateway.#answers.shift() ?? {}
      if (answer.cut) {
        request.socket.destroy()

        return
      }
      response.writeHead(answer.status ?? 200, answer.headers)
      response.end(JSON.stringify(answer.body?.(events) ?? {}))
    })
    gateway.#server.listen(0, '127.0.0.1')
    await once(gateway.#server, 'listening')

    return gateway
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`
  }

  /** The ids of all events, request by request. */
  ids() {
    return this.requests.map((request) => request.events.map((event) => event.id))
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
