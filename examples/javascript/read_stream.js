// Prints some events of a stream, with KafkaJS and avsc and nothing of Freshet's.
//
//   node read_stream.js BOOTSTRAP REGISTRY STREAM COUNT

import avro from 'avsc'
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs

const [bootstrap, registry, stream, count] = process.argv.slice(2)

// KafkaJS itself knows only gzip; Freshet's producers compress by LZ4.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
})

// Avro keeps decimals as the bytes of a whole number, and times in microseconds.
class Decimal extends avro.types.LogicalType {
  constructor(schema, options) {
    super(schema, options)
    this.scale = schema.scale ?? 0
  }

  _fromValue(bytes) {
    const bits = BigInt(bytes.length * 8)
    const unscaled = bits === 0n ? 0n : BigInt.asIntN(Number(bits), BigInt('0x' + bytes.toString('hex')))
    const digits = unscaled.toString().replace('-', '').padStart(this.scale + 1, '0')
    const sign = unscaled < 0n ? '-' : ''
    const whole = digits.slice(0, digits.length - this.scale)

    return sign + whole + (this.scale ? '.' + digits.slice(-this.scale) : '')
  }
}

class TimestampMicros extends avro.types.LogicalType {
  _fromValue(micros) {
    return new Date(Number(micros) / 1000).toISOString()
  }
}

// Whole numbers of 64 bits do not fit into JavaScript's own numbers.
const long = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigInt64LE(value)
    return buffer
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
})

const types = new Map()

async function typeOf(id) {
  if (!types.has(id)) {
    const answer = await fetch(`${registry}/schemas/ids/${id}/schema`)
    if (!answer.ok) throw new Error(`The registry answers ${answer.status} for schema ${id}`)
    types.set(
      id,
      avro.Type.forSchema(await answer.json(), {
        registry: { long },
        logicalTypes: { decimal: Decimal, 'timestamp-micros': TimestampMicros },
      }),
    )
  }
  return types.get(id)
}

// A zero byte, the schema's id in four bytes, and Avro's binary encoding.
async function decode(value) {
  if (value[0] !== 0) throw new Error("This is not the registry's wire format")
  const type = await typeOf(value.readInt32BE(1))
  return type.fromBuffer(value.subarray(5))
}

const kafka = new Kafka({
  clientId: 'example-javascript',
  brokers: bootstrap.split(','),
  logLevel: logLevel.ERROR,
})
// KafkaJS leaves out events of transactions that were given up, unless it is told otherwise.
const consumer = kafka.consumer({ groupId: 'example-javascript' })
let seen = 0
await consumer.connect()
await consumer.subscribe({ topics: [stream], fromBeginning: true })
await new Promise((done, failed) => {
  // What KafkaJS itself can't go on from ends the program.
  consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error))
  consumer
    .run({
      eachMessage: async ({ message }) => {
        if (seen >= Number(count)) return
        // Whose sender only tries the way is no event for anybody.
        if (`${message.headers.ce_freshettest}` === 'true') return
        const event = await decode(message.value)
        const columns = Object.entries(event).map(([name, value]) => `${name}=${value}`)
        console.log(`${message.headers.ce_id}`, `${message.headers.ce_type}`, `${message.key}`, ...columns)
        seen += 1
        if (seen === Number(count)) done()
      },
    })
    .catch(failed)
})
await consumer.disconnect()
