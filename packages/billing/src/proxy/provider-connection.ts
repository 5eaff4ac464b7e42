// One provider's connections. Requests go out and answers come in as plain chunks: no fetch, no Request or Response objects.
import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, Pool } from 'undici'
import type { Provider } from './providers/provider.ts'

export type ProviderTimeouts = { connectMs: number; firstByteMs: number; idleMs: number }

/** What happens to one request, in this order: head, chunks, then end or failure. */
export type ExchangeEvents = {
  head: (status: number, headers: IncomingHttpHeaders) => void
  chunk: (bytes: Buffer) => void
  end: () => void
  failed: (cause: Error) => void
}

/** A request under way. */
export type Exchange = { abort: () => void; pause: () => void; resume: () => void }

export class HungUp extends Error {}

const CONNECTIONS_MAX = 512

export class ProviderConnection {
  readonly #pool: Pool
  readonly #basePath: string
  readonly #headers: Record<string, string>
  readonly #timeouts: ProviderTimeouts

  constructor({ baseUrl, key }: Provider, timeouts: ProviderTimeouts) {
    const { origin, pathname } = new URL(baseUrl)
    this.#pool = new Pool(origin, { connections: CONNECTIONS_MAX, pipelining: 1, connect: { timeout: timeouts.connectMs } })
    this.#basePath = pathname.replace(/\/$/, '')
    this.#headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) }
    this.#timeouts = timeouts
  }

  post(path: string, body: string, events: ExchangeEvents): Exchange {
    let controller: Dispatcher.DispatchController | undefined
    let aborted = false
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (given) => {
        controller = given
        if (aborted) given.abort(new HungUp())
      },
      onResponseStart: (_controller, status, headers) => events.head(status, headers),
      onResponseData: (_controller, bytes) => events.chunk(bytes),
      onResponseEnd: () => events.end(),
      onResponseError: (_controller, cause) => events.failed(cause),
    }
    this.#pool.dispatch(
      {
        method: 'POST',
        path: this.#basePath + path,
        headers: this.#headers,
        body,
        headersTimeout: this.#timeouts.firstByteMs,
        bodyTimeout: this.#timeouts.idleMs,
      },
      handler,
    )
    return {
      abort: () => {
        aborted = true
        controller?.abort(new HungUp())
      },
      pause: () => controller?.pause(),
      resume: () => controller?.resume(),
    }
  }

  async end(): Promise<void> {
    await this.#pool.destroy()
  }
}
