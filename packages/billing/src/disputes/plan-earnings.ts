// What a dispute does to the markup that the disputed payment paid: held while it is open, claimed where it is lost, back where it was
// if it is won. Never more than that payment paid, and never below zero: what was paid out is owed.
import type { DisputePhase } from '@farebox/db'
import { greatest, least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import type { CaseState, Day, OrganizationState } from './case-state.ts'

export type DayAmount = { day: Day; amount: Microcents }

export type EarningsPlan = {
  organizationId: string
  /** Claimed before, and given back to what is held of that day. */
  returned: DayAmount[]
  /** Owed before for this: no longer owed, and what has been repaid of it since. */
  owedBack: Microcents
  repaid: Microcents
  held: DayAmount[]
  /** Of what is held: gone. */
  taken: DayAmount[]
  owed: Microcents
  /** Of what is held: back where it was. */
  released: DayAmount[]
  /** What should be held and is nowhere: paid out, spent, or under another hold. */
  missing: Microcents
  /** All that a lost dispute has of this organization's markup in the end. */
  claimed: Microcents
  /** Of the organization, before: what it owed for this dispute, and altogether. */
  owedBefore: Microcents
  receivable: Microcents
}

/** `most`: what a lost dispute may claim of all organizations together. */
export function planEarnings(state: CaseState, { phase, most }: { phase: DisputePhase; most: Microcents }): EarningsPlan[] {
  const claims = phase === 'lost' && state.dispute.withdrawnMicrocents > 0n ? shareOut(state.organizations, most) : undefined
  return state.organizations.map((organization, place) => {
    const isPool = state.pool?.organizationId === organization.organizationId
    return planOrganization(organization, { phase, claim: claims?.[place] ?? ZERO, keepsOwed: isPool })
  })
}

const markupOf = ({ markup }: OrganizationState): Microcents => sum(markup.map(({ amount }) => amount))

/** In proportion to what each got, so that the parts sum to the whole. */
function shareOut(organizations: readonly OrganizationState[], most: Microcents): Microcents[] {
  const total = sum(organizations.map(markupOf))
  const claim = least(total, greatest(ZERO, most))
  let seen = 0n
  return organizations.map((organization) => {
    const before = total === 0n ? 0n : (seen * claim) / total
    seen += markupOf(organization)
    return microcents(total === 0n ? 0n : (seen * claim) / total - before)
  })
}

type Planning = { phase: DisputePhase; claim: Microcents; keepsOwed: boolean }

export function planOrganization(organization: OrganizationState, { phase, claim, keepsOwed }: Planning): EarningsPlan {
  const { organizationId, parts, receivable } = organization
  const owedBefore = sum(parts.map(({ owed }) => owed))
  const claimedBefore = microcents(sum(parts.map(({ taken }) => taken)) + (keepsOwed ? ZERO : owedBefore))
  const back = greatest(ZERO, microcents(claimedBefore - claim))
  const owedLess = keepsOwed ? ZERO : least(back, owedBefore)
  const returned = takeParts(
    parts.map(({ day, taken }) => ({ day, amount: taken })),
    microcents(back - owedLess),
  )
  const holding = mergeDays([...parts.map(({ day, held }) => ({ day, amount: held })), ...returned])
  const more = greatest(ZERO, microcents(claim - claimedBefore))
  const wanted = phase === 'open' ? markupOf(organization) : more
  const target = phase === 'open' || phase === 'lost' ? wanted : ZERO
  const held = holdMore(organization, { holding, target })
  const all = mergeDays([...holding, ...held])
  const taken = phase === 'lost' ? takeParts(all, more) : []
  const kept = phase === 'open' ? target : ZERO
  const left = lessParts(all, taken)
  const missing = greatest(ZERO, microcents(target - total(all)))
  return {
    ...{ organizationId, returned, held, taken, receivable, owedBefore, claimed: claim },
    owedBack: least(owedLess, receivable),
    repaid: greatest(ZERO, microcents(owedLess - receivable)),
    owed: phase === 'lost' ? microcents(more - total(taken)) : ZERO,
    released: takeParts(availableFirst(left), greatest(ZERO, microcents(total(left) - kept))),
    missing: phase === 'open' ? missing : ZERO,
  }
}

/** Of the pending days that this payment's markup accrued on, and then of what is available. */
function holdMore(organization: OrganizationState, { holding, target }: { holding: DayAmount[]; target: Microcents }): DayAmount[] {
  const { markup, pending, available } = organization
  let left = greatest(ZERO, microcents(target - total(holding)))
  const held: DayAmount[] = []
  for (const { day, amount } of markup) {
    const room = microcents(amount - (holding.find((part) => part.day === day)?.amount ?? ZERO))
    const there = pending.find((part) => part.day === day)?.amount ?? ZERO
    const part = greatest(ZERO, least(left, least(room, there)))
    left = microcents(left - part)
    held.push({ day, amount: part })
  }
  held.push({ day: null, amount: least(left, available) })
  return held.filter(({ amount }) => amount > 0n)
}

const total = (parts: readonly DayAmount[]): Microcents => sum(parts.map(({ amount }) => amount))
const availableFirst = (parts: DayAmount[]) => [...parts].sort((one, other) => Number(one.day !== null) - Number(other.day !== null))

function takeParts(parts: readonly DayAmount[], amount: Microcents): DayAmount[] {
  let left = amount
  const taken = parts.map((part) => {
    const taking = least(left, part.amount)
    left = microcents(left - taking)
    return { day: part.day, amount: taking }
  })
  return taken.filter((part) => part.amount > 0n)
}

function lessParts(parts: readonly DayAmount[], less: readonly DayAmount[]): DayAmount[] {
  return parts.map(({ day, amount }) => ({
    day,
    amount: microcents(amount - (less.find((part) => part.day === day)?.amount ?? ZERO)),
  }))
}

function mergeDays(parts: readonly DayAmount[]): DayAmount[] {
  const days = new Map<Day, Microcents>()
  for (const { day, amount } of parts) days.set(day, sum([days.get(day) ?? ZERO, amount]))
  return [...days].map(([day, amount]) => ({ day, amount }))
}
