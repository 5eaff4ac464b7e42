// What a reply says about its cost: headers, and the blocks a wire writes into the answer.
import { publicId } from '@farebox/db'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import { OUTPUT_UNITS_MINIMUM, priceOf, usageOf } from '@farebox/pricing'
import type { Reserved } from '../metering/reserved.ts'
import type { Charge } from '../metering/settle.ts'
import type { ChosenProvider } from './choose-provider.ts'
import type { Receipt } from './wires/wire.ts'

const LOW_MICROCENTS = 100_000_000n
const LOW_CALLS = 10n

export type ReceiptWishes = { billingMode: 'user' | 'developer'; wantsQuota: boolean }

export function receiptOf(charge: Charge, { billingMode, wantsQuota }: ReceiptWishes): Receipt {
  const { reserved, ending, baseMicrocents, markupMicrocents, totalMicrocents, costMicrocents, spendableMicrocents } = charge
  const cost = toDollars(totalMicrocents)
  return {
    chargeId: publicId('charge', reserved.holdId),
    hold: toDollars(reserved.holdMicrocents),
    cost,
    costDetails: {
      base: toDollars(baseMicrocents),
      markup: toDollars(markupMicrocents),
      provider_cost: toDollars(costMicrocents),
      margin: toDollars(microcents(baseMicrocents - costMicrocents)),
      price_version: reserved.priceVersion.id,
    },
    usage: ending.usage,
    stopped: ending.stopped,
    quota: wantsQuota
      ? {
          credits_used: cost,
          balance_before: toDollars(reserved.spendableMicrocents),
          balance_after: toDollars(spendableMicrocents),
          billing_mode: billingMode,
        }
      : undefined,
  }
}

/** Headers known before the answer has ended. */
export function headersOfHold(reserved: Reserved, { provider }: ChosenProvider, model: string): Record<string, string> {
  const headers: Record<string, string> = {
    'x-farebox-model': model,
    'x-farebox-provider': provider.standIn ? `${provider.name}; stand-in` : provider.name,
  }
  if (reserved.unitsGranted < reserved.unitsWanted) headers['x-farebox-max-tokens-clamped'] = String(reserved.unitsGranted)
  return headers
}

export function streamHeaders(reserved: Reserved): Record<string, string> {
  const left = microcents(reserved.spendableMicrocents - reserved.holdMicrocents)
  return { 'x-farebox-charge-max': toDollars(reserved.holdMicrocents), 'x-farebox-balance': balanceStatus(left, reserved) }
}

export function chargeHeaders(charge: Charge): Record<string, string> {
  return {
    'x-farebox-charge': toDollars(charge.totalMicrocents),
    'x-farebox-balance': balanceStatus(charge.spendableMicrocents, charge.reserved, charge.totalMicrocents),
  }
}

/** `empty`: cannot pay 64 tokens of this model. `low`: below $1, or below ten calls like this one. */
function balanceStatus(left: bigint, { priceVersion }: Reserved, callMicrocents: Microcents = microcents(0n)): 'ok' | 'low' | 'empty' {
  if (left < priceOf(usageOf({ output: OUTPUT_UNITS_MINIMUM }), priceVersion).baseMicrocents) return 'empty'
  return left < LOW_MICROCENTS || left < callMicrocents * LOW_CALLS ? 'low' : 'ok'
}
