// A movement: a named way money may move, as transfer pairs. Files in movements/ make them; post() writes them.
import type { LotKind, Mode } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { MICROCENTS_MAX, type Microcents } from '@farebox/money'
import type { Account } from './account.ts'

export type Transfer = {
  debit: Account
  credit: Account
  amount: Microcents
  /** `YYYY-MM-DD` (UTC): which day's earnings. Only with earnings_pending. */
  accrualDay?: string
}

export type NewLot = {
  walletId: string
  id: string
  kind: LotKind
  originalMicrocents: Microcents
  /** Set: spendable only in this app. */
  appId?: string | undefined
  chargedCents?: number | undefined
  paymentIntent?: string | undefined
  originLotId?: string | undefined
  expiresAt?: Date | undefined
}

export type Movement = {
  /** A word of the domain, past tense: `topup.received`. Stored for ever. */
  kind: string
  mode: Mode
  /** Derived from a stable parent (`topup:<payment intent>`): posting it again answers the first transaction. */
  operationKey: string
  transactionId: string
  transfers: readonly Transfer[]
  /** The wallet whose history this belongs to, where there is one. */
  walletId?: string
  /** Every wallet with a lot in these transfers. */
  walletIds: readonly string[]
  newLots: readonly NewLot[]
  /** Lots that may not be spent any more, from now on. */
  expiredLotIds: readonly string[]
  reversesId?: string
  /** When it happened in the world, if not now. */
  occurredAt?: Date
}

type MovementParts = Omit<Movement, 'walletIds' | 'newLots' | 'expiredLotIds' | 'transfers'> & {
  transfers: readonly Transfer[]
  walletIds?: readonly string[]
  newLots?: readonly NewLot[]
  expiredLotIds?: readonly string[]
}

/** Leaves out transfers of nothing, and refuses what could never be right. */
export function movement(parts: MovementParts): Movement {
  const transfers = parts.transfers.filter((transfer) => transfer.amount !== 0n)
  assert(transfers.length > 0, `${parts.kind} moves something`)
  for (const { debit, credit, amount } of transfers) {
    if (amount < 0n || amount > MICROCENTS_MAX) throw new AppError('invalid_request', { message: 'An amount is above zero and in range.' })
    assert(debit.kind !== credit.kind || debit.id !== credit.id, `${parts.kind} moves between two accounts`)
  }
  return { newLots: [], walletIds: [], expiredLotIds: [], ...parts, transfers }
}
