// A result kept for an Idempotency-Key, and the same answer once more with the charge it had then.
import { publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { microcents } from '@farebox/money'
import { type Usage, usageOf } from '@farebox/pricing'
import { z } from 'zod'
import { hashOfIdempotencyKey } from '../../idempotency/idempotency-key.ts'
import type { Charge } from '../../metering/settle.ts'
import type { Payer } from '../../proxy/payers.ts'
import type { StoredPriceVersion } from '../../proxy/prices-in-force.ts'
import type { ServiceResult } from './built-in-service.ts'
import type { BuiltInCall, BuiltInDesk, CallFacts } from './call-built-in-service.ts'
import { type ServiceReply, serviceReply } from './service-reply.ts'

const kept = z.object({
  units: z.int(),
  answer: z.union([z.object({ contentType: z.string(), base64: z.string() }), z.object({ json: z.record(z.string(), z.unknown()) })]),
})

export function keptOf({ units, answer }: ServiceResult): string {
  const stored = 'json' in answer ? answer : { contentType: answer.contentType, base64: Buffer.from(answer.bytes).toString('base64') }
  return JSON.stringify({ units, answer: stored })
}

function resultOf(text: string): ServiceResult {
  const { units, answer } = kept.parse(JSON.parse(text))
  return { units, answer: 'json' in answer ? answer : { contentType: answer.contentType, bytes: Buffer.from(answer.base64, 'base64') } }
}

export type Replay = { call: BuiltInCall; payer: Payer; priceVersion: StoredPriceVersion; holdId: string; facts: CallFacts }

export async function replayService({ call, payer, priceVersion, holdId, facts }: Replay, desk: BuiltInDesk): Promise<ServiceReply> {
  assert(call.idempotencyKey !== undefined, 'a replay has a key')
  const keyHash = hashOfIdempotencyKey(call.idempotencyKey)
  const text = await desk.answers.find({ walletId: payer.walletId, credentialId: call.caller.apiKeyId, keyHash }, holdId)
  const walletId_id = { walletId: payer.walletId, id: holdId }
  const [row, spendable] = await Promise.all([
    desk.database.charge.findUnique({ where: { walletId_id } }),
    desk.holds.spendable(payer.walletId, payer.connectionId),
  ])
  if (text === undefined || !row) {
    throw new AppError('hold_already_settled', {
      message: 'The first call with this Idempotency-Key is over, and its answer was too long to be kept. It was charged once.',
      metadata: { charge_id: publicId('charge', holdId) },
    })
  }
  const charge: Charge = {
    reserved: {
      holdId,
      payer,
      priceVersion: { ...priceVersion, id: row.priceVersionId },
      unitsWanted: 0,
      unitsGranted: 0,
      holdMicrocents: microcents(row.holdMicrocents),
      spendableMicrocents: spendable,
    },
    ending: { resolution: 'settled', outcome: 'complete', usage: usageOf(row.usage as Usage) },
    baseMicrocents: microcents(row.baseMicrocents),
    markupMicrocents: microcents(row.markupMicrocents),
    totalMicrocents: microcents(row.baseMicrocents + row.markupMicrocents),
    costMicrocents: microcents(row.costMicrocents),
    spendableMicrocents: spendable,
  }
  const reply = serviceReply(resultOf(text), charge, facts)
  return { ...reply, headers: { ...reply.headers, 'x-farebox-replay-of': publicId('request', holdId) } }
}
