// What a caller gets: bytes with the charge in headers, or JSON that carries it as chat answers do.
import { publicId } from '@farebox/db'
import { toDollars } from '@farebox/money'
import { explainLines, priceOf, usageOf } from '@farebox/pricing'
import type { Charge } from '../../metering/settle.ts'
import { receiptOf } from '../../proxy/receipt.ts'
import { providerOf, type ServiceResult } from './built-in-service.ts'
import type { CallFacts } from './call-built-in-service.ts'

export type ServiceReply = { headers: Record<string, string>; contentType: string; body: Buffer | string }

const LOW_MICROCENTS = 100_000_000n
const LOW_CALLS = 10n

export function serviceReply({ units, answer }: ServiceResult, charge: Charge, facts: CallFacts): ServiceReply {
  const headers = headersOf(charge, facts)
  if ('bytes' in answer) return { headers, contentType: answer.contentType, body: Buffer.from(answer.bytes) }
  const { chargeId, hold, cost, costDetails, quota } = receiptOf(charge, facts.wishes)
  const explained = explainLines(charge.reserved.priceVersion.lines)
  const body = {
    ...answer.json,
    model: facts.model.id,
    usage: { [`${facts.service.unit}s`]: units, cost, cost_details: { ...costDetails, explained } },
    farebox: { charge_id: chargeId, hold },
    ...(quota && { quota }),
  }
  return { headers, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) }
}

function headersOf(charge: Charge, { model, isStandIn }: CallFacts): Record<string, string> {
  const provider = providerOf(model)
  return {
    'x-farebox-charge': toDollars(charge.totalMicrocents),
    'x-farebox-charge-id': publicId('charge', charge.reserved.holdId),
    'x-farebox-balance': balanceStatus(charge),
    'x-farebox-model': model.id,
    'x-farebox-provider': isStandIn ? `${provider}; stand-in` : provider,
  }
}

/** `empty`: cannot pay one unit. `low`: below $1, or below ten calls like this one. */
function balanceStatus({ spendableMicrocents: left, totalMicrocents, reserved, ending }: Charge): 'ok' | 'low' | 'empty' {
  const one = usageOf(Object.fromEntries(Object.keys(ending.usage).map((meter) => [meter, 1])))
  if (left < priceOf(one, reserved.priceVersion).baseMicrocents) return 'empty'
  return left < LOW_MICROCENTS || left < totalMicrocents * LOW_CALLS ? 'low' : 'ok'
}
