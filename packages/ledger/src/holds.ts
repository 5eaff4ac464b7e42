// Reserving and settling: the two round trips of every call, gathered into batches.
// While one batch is under way the next gathers; there is no timer. A wallet always goes the same lane, so that
// calls of one wallet do not compete for its lock within one process.
import { Lane, type LaneOptions } from '@farebox/db'
import { AppError, type ErrorCode } from '@farebox/errors'
import type { Microcents } from '@farebox/money'
import { Batcher } from './batcher.ts'
import {
  type HoldAnswer,
  type HoldBeat,
  type HoldRequest,
  type HoldResolution,
  type HoldResult,
  type HoldStop,
  readAnswer,
  readResult,
  readStop,
  writeBeat,
  writeRequest,
  writeResolution,
} from './hold-rows.ts'

export type { HoldAnswer, HoldBeat, HoldRequest, HoldResolution, HoldResult, HoldStop } from './hold-rows.ts'

export type HoldsOptions = LaneOptions & {
  /** Connections, each carrying the wallets that hash to it. Two suffice for one machine. */
  lanesMax?: number
  /** Called when a settlement had to be sent again, with why. */
  onRetry?: (reason: unknown) => void
}

/** Who serves a held call from now on. */
export type ModelSwitch = { holdId: string; walletId: string; model: string; providerId: string; priceVersionId: string }

const OPEN_PATIENCE_MS = 2_000
const RETRY_FIRST_MS = 10
const RETRY_MAX_MS = 1_000

/** A cost known beforehand, and what it is for. */
export type CostToRecord = HoldRequest & { usage: Record<string, number> }

type HoldLane = {
  connection: Lane
  open: Batcher<HoldRequest, HoldAnswer>
  record: Batcher<CostToRecord, HoldAnswer>
  settle: Batcher<HoldResolution, HoldResult>
}

export class Holds {
  readonly #lanes: HoldLane[]
  readonly #renewals: Lane
  readonly #onRetry: (reason: unknown) => void

  constructor(databaseUrl: string, { lanesMax = 2, onRetry = () => {}, ...laneOptions }: HoldsOptions = {}) {
    this.#lanes = Array.from({ length: lanesMax }, () => openLane(new Lane(databaseUrl, laneOptions)))
    this.#renewals = new Lane(databaseUrl, laneOptions)
    this.#onRetry = onRetry
  }

  /**
   * Reserves money for a call, or says why not: the answer's `outcome` is `held`, `replay`, or a refusal.
   * A wallet that somebody else keeps locked, or a database that does not answer, is tried again for 2 s, then 503 `busy`.
   * Opening the same hold twice is one hold.
   */
  async open(request: HoldRequest): Promise<HoldAnswer> {
    return this.#patiently(request, () => this.#laneOf(request.walletId).open.send(request))
  }

  /**
   * Reserves and settles in one step. `held` says that it was charged, all of `amountMicrocents`; the same request again is the same charge.
   */
  async recordCost(cost: CostToRecord): Promise<HoldAnswer> {
    return this.#patiently(cost, () => this.#laneOf(cost.walletId).record.send(cost))
  }

  async #patiently(request: HoldRequest, ask: () => Promise<HoldAnswer>): Promise<HoldAnswer> {
    const giveUpAt = Date.now() + OPEN_PATIENCE_MS
    for (let wait = RETRY_FIRST_MS; ; wait = nextWait(wait)) {
      const answer = await ask().catch((cause: unknown) => unanswered(cause))
      if (answer instanceof AppError) {
        if (Date.now() + wait > giveUpAt) {
          void this.#letGo(request)
          throw answer
        }
      } else if (answer.outcome !== 'busy') return answer
      else if (Date.now() + wait > giveUpAt) throw new AppError('busy', { internal: `wallet ${request.walletId} stayed locked` })
      await pause(wait)
    }
  }

  /** Resolves a hold. Never gives up while the process lives: money that was spent must be booked. */
  async settle(resolution: HoldResolution): Promise<HoldResult> {
    for (let wait = RETRY_FIRST_MS; ; wait = nextWait(wait)) {
      try {
        const result = await this.#laneOf(resolution.walletId).settle.send(resolution)
        if (result.state !== 'busy') return result
        this.#onRetry('wallet is locked')
      } catch (cause) {
        if (isRefusedByDatabase(cause)) throw cause
        this.#onRetry(cause)
      }
      await pause(wait)
    }
  }

  /** The heartbeat of calls under way: extends their leases for 60 s, keeps checkpoints, returns which must stop and why. */
  async renew(beats: readonly HoldBeat[]): Promise<HoldStop[]> {
    if (beats.length === 0) return []
    const rows = await this.#renewals.rows({
      name: 'renew_holds',
      text: 'select * from renew_holds($1)',
      values: [JSON.stringify(beats.map(writeBeat))],
    })
    return rows.map(readStop)
  }

  /** Another model takes over a hold. Answers why it may not, or null; its price has to be frozen in the hold. */
  async switchModel({ holdId, walletId, model, providerId, priceVersionId }: ModelSwitch): Promise<ErrorCode | null> {
    const [row] = await this.#renewals.rows({
      name: 'switch_model',
      text: 'select switch_model($1, $2, $3, $4, $5)',
      values: [walletId, holdId, model, providerId, priceVersionId],
    })
    return (row?.[0] ?? null) as ErrorCode | null
  }

  /** What `open` would answer now. Nothing is held. */
  async preview(request: HoldRequest): Promise<HoldAnswer> {
    const rows = await this.#renewals.rows({
      name: 'preview_hold',
      text: 'select * from preview_hold($1)',
      values: [JSON.stringify([writeRequest(request)])],
    })
    return readAnswer(rows[0] ?? [])
  }

  /** Resolves holds nobody renewed, of at most `walletsMax` wallets. Returns how many. */
  async sweep(walletsMax = 500): Promise<number> {
    const [row] = await this.#renewals.rows({ name: 'sweep', text: 'select resolve_lapsed_holds($1)', values: [walletsMax] })
    return Number(row?.[0])
  }

  /** What an app may spend of a wallet now. */
  async spendable(walletId: string, connectionId: string): Promise<Microcents> {
    const [row] = await this.#renewals.rows({ name: 'spendable', text: 'select spendable($1, $2)', values: [walletId, connectionId] })
    return row?.[0] as Microcents
  }

  async end(): Promise<void> {
    await Promise.all([...this.#lanes.map((lane) => lane.connection.end()), this.#renewals.end()])
  }

  #laneOf(walletId: string): HoldLane {
    const place = Number.parseInt(walletId.slice(-6), 16) % this.#lanes.length
    return this.#lanes[place] as HoldLane
  }

  /** A hold whose opening was never answered may exist all the same: release it, or learn that it does not. */
  async #letGo({ holdId, walletId }: HoldRequest): Promise<void> {
    const zero = 0n as Microcents
    await this.settle({ holdId, walletId, resolution: 'released', baseMicrocents: zero, costMicrocents: zero }).catch(this.#onRetry)
  }
}

function openLane(connection: Lane): HoldLane {
  return {
    connection,
    open: new Batcher(async (requests: HoldRequest[]) => {
      const rows = await connection.rows({
        name: 'open_holds',
        text: 'select * from open_holds($1)',
        values: [JSON.stringify(requests.map(writeRequest))],
      })
      return rows.map(readAnswer)
    }),
    record: new Batcher(async (costs: CostToRecord[]) => {
      const rows = await connection.rows({
        name: 'record_costs',
        text: 'select * from record_costs($1)',
        values: [JSON.stringify(costs.map((cost) => ({ ...writeRequest(cost), usage: cost.usage })))],
      })
      return rows.map(readAnswer)
    }),
    settle: new Batcher(async (resolutions: HoldResolution[]) => {
      const rows = await connection.rows({
        name: 'settle_holds',
        text: 'select * from settle_holds($1)',
        values: [JSON.stringify(resolutions.map(writeResolution))],
      })
      return rows.map(readResult)
    }),
  }
}

/** SQLSTATE classes 22, 23 and 42: the row or the statement is wrong, and will be wrong again. The sweeper resolves the hold. */
function isRefusedByDatabase(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && /^(22|23|42)/.test(String(cause.code))
}

/** What the database refused it will refuse again: that is thrown as it is. Anything else may pass. */
function unanswered(cause: unknown): AppError {
  if (isRefusedByDatabase(cause)) throw cause
  return cause instanceof AppError ? cause : new AppError('busy', { internal: `the database did not answer: ${String(cause)}`, cause })
}

const nextWait = (wait: number) => Math.min(wait * 2, RETRY_MAX_MS)
const pause = (waitMs: number) => new Promise((resolve) => setTimeout(resolve, waitMs))
