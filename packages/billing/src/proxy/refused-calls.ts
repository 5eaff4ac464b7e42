// Calls that were refused and cost nothing: kept for the developer to look at, written in batches beside the hot path.
import type { Database, Mode } from '@farebox/db'

export type RefusedCall = {
  id: string
  mode: Mode
  appId: string
  credentialId: string
  externalUserId: string | undefined
  model: string | undefined
  code: string
  at: Date
}

const WRITE_MS = 1_000
const WAITING_MAX = 500

export class RefusedCalls {
  readonly #database: Database
  readonly #onFailure: (cause: unknown) => void
  #waiting: RefusedCall[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(database: Database, onFailure: (cause: unknown) => void) {
    this.#database = database
    this.#onFailure = onFailure
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), WRITE_MS).unref()
  }

  /** In a flood the newest are not kept: the list is for people to look at, not for counting. */
  note(call: RefusedCall): void {
    if (this.#waiting.length < WAITING_MAX) this.#waiting.push(call)
  }

  async flush(): Promise<void> {
    const calls = this.#waiting
    if (calls.length === 0) return
    this.#waiting = []
    const data = calls.map((call) => ({ ...call, externalUserId: call.externalUserId ?? null, model: call.model ?? null }))
    await this.#database.refusedCall.createMany({ data, skipDuplicates: true }).catch(this.#onFailure)
  }

  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
  }
}
