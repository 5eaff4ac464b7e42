// Events of a dispute: to the organizations whose markup waits or went with it, and to the one whose own payment it is.
import { type DatabaseTransaction, type DisputeModel, publicId } from '@farebox/db'
import { fromCents, microcents, toDollars } from '@farebox/money'
import type { WebhookEventType } from './events.ts'
import { recordEvent } from './record-event.ts'

/** Called when its phase has changed. An inquiry takes nothing, so nobody is told of it. */
export async function tellOfDispute(transaction: DatabaseTransaction, dispute: DisputeModel, now: Date): Promise<void> {
  const { id: disputeId, mode, phase, organizationId: own } = dispute
  if (phase === 'inquiry') return
  const parts = await transaction.disputeEarning.findMany({ where: { disputeId, scope: 'own' } })
  const ids = [...new Set([...parts.map(({ organizationId }) => organizationId), ...(own ? [own] : [])])].sort()
  const type: WebhookEventType = phase === 'open' ? 'dispute.opened' : 'dispute.closed'
  const objectId = publicId('dispute', disputeId)
  for (const organizationId of ids) {
    const of = parts.filter((part) => part.organizationId === organizationId)
    const total = (pick: (part: (typeof of)[number]) => bigint) => toDollars(microcents(of.reduce((sum, part) => sum + pick(part), 0n)))
    const data = {
      ...{ dispute_id: objectId, kind: dispute.kind, status: phase, currency: 'USD', is_own_payment: own === organizationId },
      disputed: own === organizationId ? toDollars(fromCents(dispute.amountCents)) : null,
      held: total(({ heldMicrocents }) => heldMicrocents),
      taken: total(({ takenMicrocents }) => takenMicrocents),
      owed: total(({ owedMicrocents }) => owedMicrocents),
    }
    await recordEvent(transaction, { type, mode, about: { organizationId }, objectId, data, now })
  }
}
