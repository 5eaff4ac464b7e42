// The independent count of what was served: what Farebox's own books are compared with. It never holds a prompt or an answer.
import { costOf } from './price-list.ts'

/** `answered` whole; `failed` before output; `broken` by us; `left` by the client before the end. */
type State = 'working' | 'waiting' | 'answered' | 'failed' | 'broken' | 'left'

export type Seen = {
  id: string
  at: string
  wire: string
  /** The vendor in the path (`/groq/v1/…`), or null for `/v1/…`. */
  vendor: string | null
  model: string | null
  /** The credential, all but its ends masked. */
  key: string | null
  headerNames: string[]
  headers: Record<string, string>
  /** Parameters of the request, without its text. */
  parameters: Record<string, unknown>
  state: State
  status: number | null
  stream: boolean
  promptTokens: number
  /** Of the prompt. */
  cachedTokens: number
  writtenTokens: number
  completionTokens: number
  reasoningTokens: number
  chunksSent: number
  /** True when the client's departure was noticed before the end. */
  disconnectNoticed: boolean
  costMicrocents: string | null
}

type Sums = { requests: number; answered: number; promptTokens: number; completionTokens: number; costMicrocents: bigint; unpriced: number }

const requestsKept = 5_000

export class Tally {
  #requests: Seen[] = []
  #sums = new Map<string, Sums>()
  #running = 0

  begin(seen: Seen): void {
    this.#running += 1
    this.#requests.push(seen)
    if (this.#requests.length > requestsKept * 2) this.#requests = this.#requests.slice(-requestsKept)
  }

  /** Closes a request: its tokens are final. Tokens of a request that failed before output are not served. */
  end(seen: Seen): void {
    this.#running -= 1
    const cost =
      seen.promptTokens + seen.completionTokens === 0
        ? 0n
        : costOf(seen.model ?? '', seen.promptTokens, seen.completionTokens, seen.cachedTokens)
    seen.costMicrocents = cost === undefined ? null : cost.toString()
    const model = seen.model ?? 'none'
    const sums = this.#sums.get(model) ?? {
      requests: 0,
      answered: 0,
      promptTokens: 0,
      completionTokens: 0,
      costMicrocents: 0n,
      unpriced: 0,
    }
    sums.requests += 1
    sums.answered += seen.state === 'answered' ? 1 : 0
    sums.promptTokens += seen.promptTokens
    sums.completionTokens += seen.completionTokens
    sums.costMicrocents += cost ?? 0n
    sums.unpriced += cost === undefined ? 1 : 0
    this.#sums.set(model, sums)
  }

  totals() {
    const all = [...this.#sums.values()]
    return {
      running: this.#running,
      requests: total(all.map((sums) => sums.requests)),
      answered: total(all.map((sums) => sums.answered)),
      promptTokens: total(all.map((sums) => sums.promptTokens)),
      completionTokens: total(all.map((sums) => sums.completionTokens)),
      costMicrocents: all.reduce((sum, { costMicrocents }) => sum + costMicrocents, 0n).toString(),
      unpriced: total(all.map((sums) => sums.unpriced)),
      models: Object.fromEntries(
        [...this.#sums].map(([model, sums]) => [model, { ...sums, costMicrocents: sums.costMicrocents.toString() }]),
      ),
    }
  }

  requests(): readonly Seen[] {
    return this.#requests.slice(-requestsKept)
  }

  reset(): void {
    this.#requests = []
    this.#sums.clear()
  }
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
