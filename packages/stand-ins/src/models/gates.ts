// Named gates: a request may wait at one until a test opens it over HTTP, or until enough requests wait there.

const longestWaitMs = 120_000

export type GateEnd = 'released' | 'left' | 'timed out'

type Gate = { released: boolean; waiting: Set<() => void> }

export class Gates {
  #gates = new Map<string, Gate>()

  /** Ends when the gate opens, when the caller leaves, or after two minutes. A released gate stays open until `reset`. */
  async wait(name: string, count: number | undefined, leaving: AbortSignal): Promise<GateEnd> {
    const gate = this.#named(name)
    if (gate.released) return 'released'
    if (leaving.aborted) return 'left'

    const { promise, resolve } = Promise.withResolvers<GateEnd>()
    const letThrough = () => resolve('released')
    const leave = () => resolve('left')
    const timer = setTimeout(() => resolve('timed out'), longestWaitMs)
    leaving.addEventListener('abort', leave, { once: true })
    gate.waiting.add(letThrough)
    if (count !== undefined && gate.waiting.size >= count) this.release(name)

    const end = await promise
    clearTimeout(timer)
    leaving.removeEventListener('abort', leave)
    gate.waiting.delete(letThrough)
    return end
  }

  /** How many were waiting. Also opens a gate nobody has reached yet. */
  release(name: string): number {
    const gate = this.#named(name)
    const waiting = gate.waiting.size
    gate.released = true
    for (const letThrough of gate.waiting) letThrough()
    return waiting
  }

  list(): Array<{ name: string; waiting: number; released: boolean }> {
    return [...this.#gates].map(([name, gate]) => ({ name, waiting: gate.waiting.size, released: gate.released }))
  }

  reset(): void {
    for (const name of this.#gates.keys()) this.release(name)
    this.#gates.clear()
  }

  #named(name: string): Gate {
    const gate = this.#gates.get(name) ?? { released: false, waiting: new Set() }
    this.#gates.set(name, gate)
    return gate
  }
}
