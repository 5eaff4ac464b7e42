// The story of every paid call: reserve the most it can cost, make it, charge what it did cost.
// Whoever serves it (a model, speech, OCR, a developer's own service) comes in as `serve`.

import type { Holds } from '@farebox/ledger/holds'
import { type Ending, endingOfFailure, failureToTell } from './ending.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { PendingSettlements } from './pending-settlements.ts'
import type { Reserved } from './reserve.ts'
import { type Charge, settle } from './settle.ts'

export type MeteredCall<Reply> = {
  /** Decides who pays and how much at most, and holds it. Throws the refusal; answers `replay` for a call that was made before. */
  reserve: () => Promise<Reserved | { replay: () => Promise<Reply> }>
  serve: (reserved: Reserved, underWay: ReturnType<Heartbeat['begin']>) => Promise<Served<Reply>>
}

/** An answer that has begun. It may still be streaming. */
export type Served<Reply> = {
  /** When it ends, however it ends: complete, cut, or abandoned. */
  ended: Promise<Ending>
  /** What the caller gets; its last words are the charge. */
  reply: (charge: Promise<Charge>) => Promise<Reply>
}

export type MeteringDesk = { holds: Holds; heartbeat: Heartbeat; settlements: PendingSettlements }

export async function meteredCall<Reply>({ reserve, serve }: MeteredCall<Reply>, desk: MeteringDesk): Promise<Reply> {
  const reserved = await reserve()
  if ('replay' in reserved) return reserved.replay()

  const underWay = desk.heartbeat.begin(reserved)
  const charged = (ended: Promise<Ending>) =>
    desk.settlements.track(ended.then((ending) => settle(desk.holds, reserved, ending)).finally(underWay.end))
  const served = await serve(reserved, underWay).catch(async (cause: unknown) => {
    await charged(Promise.resolve(endingOfFailure(cause)))
    throw failureToTell(cause)
  })

  return served.reply(charged(served.ended))
}
