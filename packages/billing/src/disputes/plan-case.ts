// What a dispute or warning asks of the books in each phase, as a plan: pure sums over what was read. Booking executes it, and the
// console shows it for outcomes that have not come. Planning again what was booked plans nothing.
import type { DisputePhase } from '@farebox/db'
import { greatest, least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import type { CaseState } from './case-state.ts'
import { type EarningsPlan, planEarnings } from './plan-earnings.ts'

export type CasePlan = {
  phase: DisputePhase
  /** Of a loss that was booked: what the bearers get back first. */
  returned: {
    wallet: Microcents
    package: Microcents
    loss: Microcents
    /** What the wallet still owes, and what it has repaid. */
    walletOwes: Microcents
    walletRepaid: Microcents
  }
  /** What is taken from lots, or from the pool, and set aside. */
  frozen: {
    lots: { walletId: string; lotId: string; amount: Microcents }[]
    stopped: { walletId: string; lotId: string }[]
    pool: Microcents
  }
  /** Who bears what, beyond what was booked before. */
  lost: { wallet: Microcents; package: Microcents; loss: Microcents; walletOwes: Microcents }
  /** What of the frozen money is free again. */
  unfrozen: Microcents
  earnings: EarningsPlan[]
}

/** `phase`: as if it stood there; as things are, the row's own. */
export function planCase(state: CaseState, phase: DisputePhase): CasePlan {
  const money = planMoney(state, phase)
  const wallet = microcents(money.walletTotal)
  const earnings = planEarnings(state, { phase, most: phase === 'lost' ? microcents(state.creditMax - wallet) : ZERO })
  const shares = planShares(state, { phase, wallet, earnings })
  return {
    phase,
    returned: { wallet: money.returned, ...shares.returned },
    frozen: money.frozen,
    lost: { wallet: money.lost, ...shares.lost },
    unfrozen: money.unfrozen,
    earnings,
  }
}

/** The money of the payment itself: frozen while it is open, gone where it is lost, free again where it is won. */
function planMoney({ dispute, frozen, lots, pool, creditMax }: CaseState, phase: DisputePhase) {
  const borne = microcents(dispute.walletMicrocents)
  const available = pool ? pool.available : sum(lots.map((lot) => lot.available))
  const most = phase === 'open' || phase === 'lost' ? mostOf() : ZERO
  // A stopped lot holds what calls gave back later: it leaves, whatever the phase.
  const stopped = sum(lots.filter(({ expiresAt }) => expiresAt !== null).map((lot) => lot.available))
  const wanted = greatest(ZERO, microcents(most - frozen - borne))
  const take = greatest(least(wanted, available), stopped)
  const walletTotal = phase === 'lost' ? least(most, microcents(borne + frozen + take)) : ZERO
  const returned = greatest(ZERO, microcents(borne - walletTotal))
  const lost = greatest(ZERO, microcents(walletTotal - borne))
  const kept = phase === 'open' ? microcents(frozen + take + returned) : ZERO
  return {
    ...{ walletTotal, returned, lost },
    frozen: pool ? { lots: [], stopped: [], pool: take } : { ...takeFrom(lots, take, phase), pool: ZERO },
    unfrozen: microcents(frozen + take + returned - lost - kept),
  }

  /** Of a wallet all that is left while it is open: which part a partial dispute costs is known at its end. A pool has other money in it. */
  function mostOf(): Microcents {
    if (phase === 'open' && !pool) return microcents(available + frozen + borne)
    // What a pool owes for was settled when it was lost; money paid in since is not looked at.
    if (phase === 'lost' && pool && isBorne()) return borne
    return creditMax
  }

  function isBorne(): boolean {
    return dispute.withdrawnMicrocents > 0n && dispute.disputedMicrocents === 0n
  }
}

function takeFrom(lots: CaseState['lots'], amount: Microcents, phase: DisputePhase): Omit<CasePlan['frozen'], 'pool'> {
  const inOrder = [...lots].sort((one, other) => Number(other.expiresAt !== null) - Number(one.expiresAt !== null))
  let left = amount
  const taken = inOrder.map(({ walletId, lotId, available }) => {
    const part = least(left, available)
    left = microcents(left - part)
    return { walletId, lotId, amount: part }
  })
  const isStopping = phase === 'open' || (phase === 'lost' && amount > 0n)
  const stopped = isStopping ? lots.filter(({ held, available, expiresAt }) => held > 0n && available === 0n && expiresAt === null) : []
  return {
    lots: taken.filter((part) => part.amount > 0n),
    stopped: stopped.map(({ walletId, lotId }) => ({ walletId, lotId })),
  }
}

type SharesFacts = { phase: DisputePhase; wallet: Microcents; earnings: EarningsPlan[] }

/** After the wallet's rest and the markup: the package's fee, then whoever bears the rest. */
function planShares({ dispute, order, pool, feeShare, walletReceivable }: CaseState, { phase, wallet, earnings }: SharesFacts) {
  const isLost = phase === 'lost' && dispute.withdrawnMicrocents > 0n
  const ofPackage = isLost ? least(feeShare, microcents(dispute.withdrawnMicrocents - wallet)) : ZERO
  const ofMarkup = sum(earnings.map(({ claimed }) => claimed))
  const rest = isLost ? microcents(dispute.withdrawnMicrocents - wallet - ofMarkup - ofPackage) : ZERO
  const owner = pool ? 'pool' : order.kind === 'organization_topup' ? 'wallet' : 'farebox'
  if (pool) oweForPool(earnings, pool.organizationId, rest)
  const targets = {
    package: ofPackage,
    loss: owner === 'farebox' ? rest : ZERO,
    walletOwes: owner === 'wallet' ? rest : ZERO,
  }
  const less = (was: bigint, is: Microcents) => greatest(ZERO, microcents(was - is))
  const more = (was: bigint, is: Microcents) => greatest(ZERO, microcents(is - was))
  const owedBack = less(dispute.walletOwesMicrocents, targets.walletOwes)
  return {
    returned: {
      package: less(dispute.packageMicrocents, targets.package),
      loss: less(dispute.lossMicrocents, targets.loss),
      walletOwes: least(owedBack, walletReceivable),
      walletRepaid: greatest(ZERO, microcents(owedBack - walletReceivable)),
    },
    lost: {
      package: more(dispute.packageMicrocents, targets.package),
      loss: more(dispute.lossMicrocents, targets.loss),
      walletOwes: more(dispute.walletOwesMicrocents, targets.walletOwes),
    },
  }
}

/** A developer paid for the pool with their own card: what was given away of it is theirs to pay. */
function oweForPool(earnings: EarningsPlan[], organizationId: string, rest: Microcents): void {
  const plan = earnings.find((each) => each.organizationId === organizationId)
  if (!plan) return
  const was = plan.owedBefore
  if (rest > was) plan.owed = microcents(rest - was)
  else if (rest < was) {
    const back = microcents(was - rest)
    plan.owedBack = least(back, plan.receivable)
    plan.repaid = microcents(back - plan.owedBack)
  }
}
