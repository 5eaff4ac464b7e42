// The story of everything that is paid for: reserve the most it can cost, run it, charge what it did cost, or release all of it.
// A chat call, speech, a page read from an image: each comes in as two functions, and none of them touches money itself.
import type { Holds } from '@farebox/ledger/holds'
import { type Ending, endingOfFailure, failureToTell } from './ending.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { PendingSettlements } from './pending-settlements.ts'
import type { Reserved } from './reserved.ts'
import { type Charge, settle } from './settle.ts'

export type MeteredOperation<Reply, Held extends Reserved = Reserved> = {
  /** Decides who pays and how much at most, and holds it. Throws the refusal; answers `replay` for what was run before. */
  reserve: () => Promise<Held | { replay: () => Promise<Reply> }>
  /** Does the work. What it throws releases the hold: nothing is charged. */
  run: (reserved: Held, underWay: UnderWay) => Promise<Served<Reply>>
}

/** Keeps the hold alive while the work runs; `watch` tells it what has been used so far, and how to stop the work. */
export type UnderWay = ReturnType<Heartbeat['begin']>

/** An answer that has begun. It may still be streaming. */
export type Served<Reply> = {
  /** When it ends, however it ends: complete, cut, or abandoned. */
  ended: Promise<Ending>
  /** What the caller gets; its last words are the charge. */
  reply: (charge: Promise<Charge>) => Promise<Reply>
}

export type MeteringDesk = { holds: Holds; heartbeat: Heartbeat; settlements: PendingSettlements }

export async function meteredOperation<Reply, Held extends Reserved = Reserved>(
  { reserve, run }: MeteredOperation<Reply, Held>,
  desk: MeteringDesk,
): Promise<Reply> {
  const reserved = await reserve()
  if ('replay' in reserved) return reserved.replay()

  const underWay = desk.heartbeat.begin(reserved)
  const charged = (ended: Promise<Ending>) =>
    desk.settlements.track(ended.then((ending) => settle(desk.holds, reserved, ending)).finally(underWay.end))
  const served = await run(reserved, underWay).catch(async (cause: unknown) => {
    await charged(Promise.resolve(endingOfFailure(cause)))
    throw failureToTell(cause)
  })

  return served.reply(charged(served.ended))
}
