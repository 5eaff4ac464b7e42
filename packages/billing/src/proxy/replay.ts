// Answers a call that was made before with the same Idempotency-Key: the kept answer, with the charge it had then.
import { publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { microcents } from '@farebox/money'
import { type Usage, usageOf } from '@farebox/pricing'
import type { Reserved } from '../metering/reserved.ts'
import type { Charge } from '../metering/settle.ts'
import type { Candidate } from './candidates.ts'
import { closingOf } from './meter-stream.ts'
import type { CallReply, ModelCall } from './model-call.ts'
import type { MeteringProxy } from './open-proxy.ts'
import type { Payer } from './payers.ts'
import { chargeHeaders, headersOfHold, receiptOf, streamHeaders } from './receipt.ts'
import type { CallToReserve } from './reserve.ts'
import type { KeptStream } from './serve-stream.ts'
import type { Json } from './wires/wire.ts'

export type Replay = { holdId: string; toReserve: CallToReserve; payer: Payer; callOf: (candidate: Candidate, payer: Payer) => ModelCall }

export async function replay({ holdId, toReserve, payer, callOf }: Replay, proxy: MeteringProxy): Promise<CallReply> {
  const { idempotencyHash } = toReserve
  assert(idempotencyHash, 'a replay has a key')
  const { walletId, credentialId } = await holdOf(holdId, payer, proxy)
  const place = { walletId, credentialId, keyHash: idempotencyHash }
  const text = await proxy.answers.find(place, holdId)
  if (text === undefined) {
    throw new AppError('hold_already_settled', {
      message:
        'The first call with this Idempotency-Key ended before its answer was complete, so there is none to repeat. It was charged once.',
      metadata: { charge_id: publicId('charge', holdId) },
    })
  }
  const { charge, candidate, model } = await chargeOf({ holdId, walletId }, payer, toReserve, proxy)
  const call = callOf(candidate, payer)
  const headers = { ...headersOfHold(charge.reserved, call.chosen, model), 'x-farebox-replay-of': publicId('request', holdId) }
  if (!call.request.stream) {
    const body = call.wire.annotateAnswer(text, JSON.parse(text) as Json, receiptOf(charge, call.wishes))
    return { streamed: false, headers: { ...headers, ...chargeHeaders(charge) }, body }
  }
  call.client.start({ ...headers, ...streamHeaders(charge.reserved) })
  const kept = JSON.parse(text) as KeptStream
  const usageData = call.wire.usageEvent(kept.usageEvent, headOf(kept.text), receiptOf(charge, call.wishes))
  call.client.end(kept.text + closingOf(usageData, call.request.wantsStreamUsage))
  return { streamed: true }
}

/** Of the payer's wallet, or of one that has become theirs since: the call stays the one it was. */
async function holdOf(holdId: string, { walletId }: Payer, { database }: MeteringProxy) {
  const own = await database.hold.findUnique({ where: { walletId_id: { walletId, id: holdId } } })
  if (own) return own
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: walletId }, select: { walletId: true } })
  return database.hold.findFirstOrThrow({ where: { walletId: { in: claimed.map((claim) => claim.walletId) }, id: holdId } })
}

async function chargeOf(
  { holdId, walletId }: { holdId: string; walletId: string },
  payer: Payer,
  { candidates }: CallToReserve,
  { database, holds, prices, clock }: MeteringProxy,
): Promise<{ charge: Charge; candidate: Candidate; model: string }> {
  const walletId_id = { walletId, id: holdId }
  const [row, hold, spendable] = await Promise.all([
    database.charge.findUnique({ where: { walletId_id } }),
    database.hold.findUnique({ where: { walletId_id } }),
    holds.spendable(payer.walletId, payer.connectionId),
  ])
  assert(row && hold, 'a kept answer was charged')
  const candidate = candidates.find(({ model }) => model.id === row.model) ?? candidates[0]
  assert(candidate, 'a call has a model')
  const base = microcents(row.baseMicrocents)
  const markup = microcents(row.markupMicrocents)
  const reserved: Reserved = {
    holdId,
    payer,
    priceVersion: { ...prices.of(candidate.model, clock()), id: row.priceVersionId },
    unitsWanted: hold.unitsGranted,
    unitsGranted: hold.unitsGranted,
    holdMicrocents: microcents(row.holdMicrocents),
    spendableMicrocents: spendable,
  }
  const charge: Charge = {
    reserved,
    ending: { resolution: 'settled', outcome: 'complete', usage: usageOf(row.usage as Usage) },
    baseMicrocents: base,
    markupMicrocents: markup,
    totalMicrocents: microcents(base + markup),
    costMicrocents: microcents(row.costMicrocents),
    spendableMicrocents: spendable,
  }
  return { charge, candidate, model: row.model }
}

/** What the final event repeats of the events before it. */
function headOf(text: string) {
  const first = /^data: (\{.*\})$/m.exec(text)?.[1]
  const { id, model, created } = first ? (JSON.parse(first) as Json) : {}
  return { id, model, created }
}
