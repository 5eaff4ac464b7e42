// The calls this process has under way. Every 10 s one round trip renews all their leases, keeps what each has cost so far,
// and learns which must stop. A process that could not renew for 40 s ends its own streams before others give them up for lost.
import type { HoldBeat, HoldStop } from '@farebox/ledger/holds'
import { type PriceVersion, priceOf, type Usage } from '@farebox/pricing'
import type { Reserved } from './reserved.ts'

export type StopReason = NonNullable<HoldStop['reason']> | 'gateway_lost' | 'time_limit' | 'server_stopping' | 'balance'

/** A call's own side of it: what it has used so far, and how it is made to end. */
export type CallUnderWay = {
  usageSoFar: () => Promise<Usage | undefined>
  stop: (reason: StopReason) => void
  /** Where somebody else serves it than the hold names. */
  priceVersion?: PriceVersion
}

export type HeartbeatSettings = { everyMs: number; lostAfterMs: number; callMaxMs: number }

export const heartbeatDefaults: HeartbeatSettings = { everyMs: 10_000, lostAfterMs: 40_000, callMaxMs: 30 * 60_000 }

type Entry = { reserved: Reserved; call: CallUnderWay; startedAt: number; renewedAt: number }

type Renew = (beats: readonly HoldBeat[]) => Promise<HoldStop[]>

export class Heartbeat {
  readonly #calls = new Map<string, Entry>()
  readonly #renew: Renew
  readonly #settings: HeartbeatSettings
  readonly #onFailure: (cause: unknown) => void
  #timer: NodeJS.Timeout | undefined
  #beating = false

  constructor(renew: Renew, settings: HeartbeatSettings, onFailure: (cause: unknown) => void) {
    this.#renew = renew
    this.#settings = settings
    this.#onFailure = onFailure
  }

  start(): void {
    this.#timer = setInterval(() => void this.beat(), this.#settings.everyMs).unref()
  }

  end(): void {
    clearInterval(this.#timer)
  }

  get size(): number {
    return this.#calls.size
  }

  begin(reserved: Reserved): { watch: (call: CallUnderWay) => void; end: () => void } {
    const now = Date.now()
    const entry: Entry = { reserved, call: { usageSoFar: async () => undefined, stop: () => {} }, startedAt: now, renewedAt: now }
    this.#calls.set(reserved.holdId, entry)
    return {
      watch: (call) => {
        entry.call = call
      },
      end: () => this.#calls.delete(reserved.holdId),
    }
  }

  stopAll(reason: StopReason): void {
    for (const { call } of this.#calls.values()) call.stop(reason)
  }

  async beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    try {
      await this.#renewAll([...this.#calls.values()])
    } catch (cause) {
      this.#onFailure(cause)
    } finally {
      this.#beating = false
      this.#endOverdue()
    }
  }

  async #renewAll(entries: Entry[]): Promise<void> {
    const beats = await Promise.all(entries.map(beatOf))
    for (const { holdId, reason } of await this.#renew(beats)) {
      const entry = this.#calls.get(holdId)
      if (!entry) continue
      entry.renewedAt = Date.now()
      if (reason) entry.call.stop(reason)
    }
  }

  #endOverdue(): void {
    const now = Date.now()
    for (const { call, startedAt, renewedAt } of this.#calls.values()) {
      if (now - renewedAt >= this.#settings.lostAfterMs) call.stop('gateway_lost')
      else if (now - startedAt >= this.#settings.callMaxMs) call.stop('time_limit')
    }
  }
}

async function beatOf({ reserved, call }: Entry): Promise<HoldBeat> {
  const usage = (await call.usageSoFar()) ?? ({} as Usage)
  const { baseMicrocents, costMicrocents } = priceOf(usage, call.priceVersion ?? reserved.priceVersion)
  return { holdId: reserved.holdId, walletId: reserved.payer.walletId, baseMicrocents, costMicrocents, usage }
}
