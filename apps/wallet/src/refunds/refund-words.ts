// A refund in words: what comes back, what of the fee, and until when. The law of the EU names the two buttons.
import { formatBalance } from '@farebox/money'
import type { RefundOption } from '../trpc/answers'
import { dayInWords } from '../words/day-in-words'

/** Within 14 days of buying a buyer in the EU withdraws from the contract; later it is a refund of what is left. */
export const isWithdrawal = ({ wholeUntil }: Pick<RefundOption, 'wholeUntil'>, now: Date) => wholeUntil !== null && now <= wholeUntil

export const askLabel = (option: RefundOption, now: Date) =>
  isWithdrawal(option, now) ? 'Withdraw from contract here' : `Refund ${formatBalance(option.amount)}`

export const confirmLabel = (option: RefundOption, now: Date) =>
  isWithdrawal(option, now) ? 'Confirm withdrawal here' : `Confirm the refund of ${formatBalance(option.amount)}`

/** Why the fee comes back, or why it does not. */
export function feeSentence({ isWhole, wholeUntil, feeIncluded, feeKept }: RefundOption, now: Date): string {
  if (isWhole) return `Nothing of it is spent, so all you paid comes back, the fee of ${formatBalance(feeIncluded)} included.`
  const kept = feeKept > 0n ? `The fee of ${formatBalance(feeKept)} is kept` : 'No fee is left to return'
  if (wholeUntil && now <= wholeUntil) return `${kept}, because some of the purchase is spent. What is not spent comes back.`
  return `${kept}, because more than 14 days have passed. What is not spent comes back, at any time.`
}

/** Until when asking now would bring back more than asking later. */
export const untilSentence = ({ isWhole, wholeUntil }: RefundOption): string | undefined =>
  isWhole && wholeUntil ? `Until ${dayInWords(wholeUntil)}, while nothing of it is spent.` : undefined
