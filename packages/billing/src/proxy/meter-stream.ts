// Passes a provider's stream on and counts it. It ends once: complete, broken, stopped by us, or abandoned by the client.
import type { IncomingHttpHeaders } from 'node:http'
import type { Usage } from '@farebox/pricing'
import type { StopReason } from '../metering/heartbeat.ts'
import type { Reserved } from '../metering/reserved.ts'
import type { Client } from './client.ts'
import { DONE, dataOf, EventStream, writeComment, writeEvent } from './event-stream.ts'
import type { ModelCall } from './model-call.ts'
import { OutputMeter } from './output-meter.ts'
import type { Exchange, ExchangeEvents } from './provider-connection.ts'
import { failureInside, failureOfConnection, failureOfStatus } from './provider-failure.ts'
import type { Json, StreamHead } from './wires/wire.ts'

export type StreamEnd = { how: 'complete' | 'client_left' } | { how: 'stopped'; reason: StopReason } | { how: 'broken'; failure: Error }

const KEEP_ALIVE_MS = 15_000
/** How long a stream is read on for a client that left, where the provider bills it whole. */
const DRAIN_MAX_MS = 120_000
const ERROR_BODY_LENGTH_MAX = 64 * 1024
/** Our count of a tokenizer we know, and of one we do not, may be this much too high. */
const tolerance = { known: 1.05, unknown: 1.3 }
const TOLERANCE_UNITS = 16

export class StreamMeter {
  readonly #call: ModelCall
  readonly #client: Client
  readonly #unitsMax: number
  readonly #headers: (given: IncomingHttpHeaders) => Record<string, string>
  readonly #onBegun: () => void
  readonly #events = new EventStream()
  readonly #ending = Promise.withResolvers<StreamEnd>()
  readonly output: OutputMeter
  /** Everything passed on, kept where an Idempotency-Key asked for it. */
  readonly kept: string[] | undefined
  #exchange: Exchange | undefined
  #status = 0
  #providerHeaders: IncomingHttpHeaders = {}
  #errorBody = ''
  #begun = false
  #ended = false
  #finished = false
  #waiting = ''
  #flushing = false
  #keepAlive: NodeJS.Timeout | undefined
  #drainLimit: NodeJS.Timeout | undefined
  usage: Usage | undefined
  /** The provider's own usage event, held back until the charge is known. */
  usageEvent: Json | undefined
  head: StreamHead = { id: undefined, model: undefined, created: undefined }

  constructor(
    call: ModelCall,
    reserved: Reserved,
    { headers, onBegun }: { headers: (given: IncomingHttpHeaders) => Record<string, string>; onBegun: () => void },
  ) {
    const { model, request, client } = call
    this.#call = call
    this.#client = client
    this.#headers = headers
    this.#onBegun = onBegun
    const granted = reserved.unitsGranted * request.choices
    this.#unitsMax = Math.ceil(granted * (model.tokenizer ? tolerance.known : tolerance.unknown)) + TOLERANCE_UNITS
    this.output = new OutputMeter(model.tokenizer)
    this.kept = call.answers ? [] : undefined
  }

  get ended(): Promise<StreamEnd> {
    return this.#ending.promise
  }

  get begun(): boolean {
    return this.#begun
  }

  start(body: string): void {
    const { wire, chosen } = this.#call
    this.#keepAlive = setInterval(() => this.#sayAlive(), KEEP_ALIVE_MS)
    this.#exchange = chosen.connection.post(wire.path, body, this.#exchangeEvents())
    this.#client.onDrain(() => this.#exchange?.resume())
    this.#client.onGone(() => this.#clientLeft())
  }

  /** Ends the stream from our side: what was produced is charged. */
  stop(reason: StopReason): void {
    this.#end({ how: 'stopped', reason })
  }

  #exchangeEvents(): ExchangeEvents {
    return {
      head: (status, headers) => {
        this.#status = status
        this.#providerHeaders = headers
      },
      chunk: (bytes) => this.#chunk(bytes),
      end: () => this.#providerEnded(),
      failed: (cause) => this.#end({ how: 'broken', failure: failureOfConnection(cause, this.#provider) }),
    }
  }

  #chunk(bytes: Buffer): void {
    if (this.#ended) return
    if (this.#status !== 200) {
      if (this.#errorBody.length < ERROR_BODY_LENGTH_MAX) this.#errorBody += bytes.toString('utf8')
      return
    }
    try {
      for (const event of this.#events.push(bytes)) if (!this.#ended) this.#event(event)
    } catch (cause) {
      this.#end({ how: 'broken', failure: failureOfConnection(cause as Error, this.#provider) })
    }
    this.#flushSoon()
  }

  #event(event: string): void {
    const data = dataOf(event)
    if (data === DONE) this.#end({ how: 'complete' })
    else {
      const json = data === undefined ? undefined : parsed(data)
      if (json) this.#read(json, event)
      else this.#pass(event)
    }
  }

  #read(json: Json, event: string): void {
    const reading = this.#call.wire.readEvent(json)
    if (reading.failed) {
      this.#end({ how: 'broken', failure: failureInside(json, this.#provider) })
      return
    }
    if (this.head.id === undefined) this.head = { id: json.id, model: json.model, created: json.created }
    if (reading.usage) this.usage = reading.usage
    if (reading.finished) this.#finished = true
    this.output.add(reading.text, reading.pieces)
    // A usage event with nothing else in it waits for the charge; one that carries output is passed on like any other.
    if (reading.usage && reading.pieces === 0 && !reading.finished) this.usageEvent = json
    else this.#pass(event)
    if (reading.pieces > 0 || reading.finished) this.#begin()
    if (this.output.mayExceed(this.#unitsMax)) void this.#stopIfOver()
  }

  /** A provider that writes past the limit it was given is cut where the hold ends. */
  async #stopIfOver(): Promise<void> {
    if ((await this.output.soFar()) > this.#unitsMax) this.stop('balance')
  }

  #pass(event: string): void {
    this.#waiting += `${event}\n\n`
  }

  #begin(): void {
    if (this.#begun) return
    this.#begun = true
    this.#client.start(this.#headers(this.#providerHeaders))
    this.#onBegun()
  }

  /** What arrived in one read of the socket leaves in one write. */
  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    process.nextTick(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (!this.#begun || this.#waiting === '') return
    const text = this.#waiting
    this.#waiting = ''
    this.kept?.push(text)
    if (!this.#client.gone && !this.#client.write(text)) this.#exchange?.pause()
  }

  #sayAlive(): void {
    if (this.#ended || this.#client.gone || this.#status > 200) return
    // The first word would name the model, and another may yet answer.
    if (!this.#begun && !this.#call.isLast) return
    this.#begin()
    this.#client.write(writeComment('waiting for the model'))
  }

  #clientLeft(): void {
    if (this.#ended) return
    if (this.#call.chosen.provider.disconnectPolicy === 'abort') {
      this.#end({ how: 'client_left' })
      return
    }
    this.#exchange?.resume()
    this.#drainLimit = setTimeout(() => this.#end({ how: 'client_left' }), DRAIN_MAX_MS)
  }

  #providerEnded(): void {
    if (this.#status !== 200) {
      const failure = failureOfStatus(this.#status, this.#providerHeaders, this.#errorBody, this.#provider)
      this.#end({ how: 'broken', failure })
      return
    }
    const rest = this.#events.rest()
    if (rest !== '' && !this.#ended) this.#event(rest)
    this.#flush()
    if (this.#finished) this.#end({ how: 'complete' })
    else this.#end({ how: 'broken', failure: failureOfConnection(new Error('ended early'), this.#provider) })
  }

  #end(end: StreamEnd): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#keepAlive)
    clearTimeout(this.#drainLimit)
    if (end.how === 'complete') this.#begin()
    this.#flush()
    if (end.how !== 'complete') this.#exchange?.abort()
    this.#ending.resolve(end.how === 'complete' && this.#client.gone ? { how: 'client_left' } : end)
  }

  get #provider(): string {
    return this.#call.chosen.provider.name
  }

  /** The provider had answered 200: it has read the input, and may bill it. */
  get providerBegan(): boolean {
    return this.#status === 200
  }
}

/** What a client that asked for usage reads last; others find the charge in a comment. */
export function closingOf(usageData: string, asked: boolean): string {
  return `${asked ? writeEvent(usageData) : writeComment(`farebox ${usageData}`)}${writeEvent(DONE)}`
}

function parsed(data: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null ? (value as Json) : undefined
  } catch {
    return undefined
  }
}
