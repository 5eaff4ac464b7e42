// What an operator may propose, as it is asked for and kept.
import { type PublicKind, parsePublicId } from '@farebox/db'
import { z } from 'zod'

/** As people see it, or as it is kept. */
const idOf = (kind: PublicKind) =>
  z
    .string()
    .max(64)
    .transform((text) => parsePublicId(text, kind) ?? text)
    .pipe(z.uuid())

/** Microcents, as text where it is kept. */
const amount = z.union([
  z.bigint(),
  z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
])
const positive = amount.refine((value) => value > 0n, 'An amount is above zero.')
const words = { reason: z.string().trim().min(3).max(1_000), ticket: z.string().trim().min(1).max(100) }

export const adjustmentRequest = z.discriminatedUnion('kind', [
  /** The wallet has `oldAmount` and should have `newAmount`. Refused when it no longer has `oldAmount`. */
  z.object({ kind: z.literal('funding_update'), walletId: idOf('wallet'), oldAmount: amount, newAmount: amount, ...words }),
  z.object({ kind: z.literal('goodwill'), walletId: idOf('wallet'), amount: positive, expiresAt: z.coerce.date().optional(), ...words }),
  z.object({ kind: z.literal('reversal'), transactionId: idOf('transaction'), ...words }),
  z.object({
    kind: z.literal('write_off'),
    debtor: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('user_receivable'), walletId: idOf('wallet') }),
      z.object({ kind: z.literal('organization_receivable'), organizationId: idOf('organization') }),
      /** A bank: of a dispute that is won, what never came back. */
      z.object({ kind: z.literal('disputed'), disputeId: idOf('dispute') }),
    ]),
    amount: positive,
    ...words,
  }),
])

export type AdjustmentRequest = z.infer<typeof adjustmentRequest>

/** As JSON: amounts as text. */
export const keptRequest = (request: AdjustmentRequest) =>
  JSON.parse(JSON.stringify(request, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))

export function subjectOf(request: AdjustmentRequest): string {
  if (request.kind === 'reversal') return `transaction:${request.transactionId}`
  if (request.kind !== 'write_off') return `wallet:${request.walletId}`
  const { debtor } = request
  if (debtor.kind === 'disputed') return `dispute:${debtor.disputeId}`
  return debtor.kind === 'user_receivable' ? `wallet:${debtor.walletId}` : `organization:${debtor.organizationId}`
}
