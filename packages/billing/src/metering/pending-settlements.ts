// Settlements under way. Some outlive the reply they belong to; a process that stops waits for all of them.

export class PendingSettlements {
  readonly #pending = new Set<Promise<unknown>>()
  readonly #onFailure: (cause: unknown) => void

  constructor(onFailure: (cause: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** The same promise, remembered until it ends. A failure is told to us even where nobody waits for it. */
  track<Result>(settlement: Promise<Result>): Promise<Result> {
    this.#pending.add(settlement)
    settlement.catch(this.#onFailure).finally(() => this.#pending.delete(settlement))
    return settlement
  }

  get size(): number {
    return this.#pending.size
  }

  /** Resolves when nothing is pending, also what was begun meanwhile. */
  async drained(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending)
  }
}
