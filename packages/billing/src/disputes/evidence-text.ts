// The packet in Stripe's own fields, as plain sentences a bank's clerk reads. Stripe takes 20,000 characters a field.
import { createHash } from 'node:crypto'
import { formatBalance, formatCharge } from '@farebox/money'
import type { DisputeEvidence } from '../stripe/money-back-gate.ts'
import type { EvidencePacket } from './evidence-packet.ts'

const FIELD_MAX = 20_000
const WHOLE_MAX = 150_000

const refundPolicy =
  'Within 14 days of the purchase, credit of which nothing was spent is refunded in full, our fee included. Later, or once something was ' +
  'spent, the unspent credit is refunded. The buyer can ask for it on their own wallet page without writing to us.'

export function evidenceText(packet: EvidencePacket): DisputeEvidence {
  const { purchase, consents, calls } = packet
  const ip = consents.find((consent) => consent.ip !== null)?.ip
  const fields: DisputeEvidence = {
    ...(purchase.buyerEmail && { customer_email_address: purchase.buyerEmail }),
    ...(ip && { customer_purchase_ip: ip }),
    product_description: `${purchase.description}: prepaid credit of ${formatBalance(purchase.credited)} for calls to AI models, delivered at once and spent by the buyer’s own apps.`,
    ...(calls.first && calls.last && { service_date: `${day(calls.first)} to ${day(calls.last)}` }),
    access_activity_log: activity(packet),
    refund_policy_disclosure: refundPolicy,
    uncategorized_text: story(packet),
  }
  return shortened(fields)
}

/** What is submitted is what was looked at. */
export const evidenceHash = (evidence: DisputeEvidence): string => createHash('sha256').update(JSON.stringify(evidence)).digest('hex')

function story({ purchase, consents, calls, signIns }: EvidencePacket): string {
  const card = purchase.card ? ` with a ${purchase.card.brand} card ending ${purchase.card.lastFour}` : ''
  const receipt = purchase.receiptMailedTo ? `A receipt was mailed to ${purchase.receiptMailedTo} when it was paid.` : ''
  const used =
    calls.count === 0
      ? 'Nothing of it has been spent.'
      : `It paid for ${counted(calls.count, 'call')}, ${formatCharge(calls.charged)} in all, from ${moment(calls.first)} to ${moment(calls.last)}.`
  const returned =
    signIns.length > 0 ? `The buyer signed in ${counted(signIns.length, 'time')} with a code sent to their mail address.` : ''
  return [
    `Purchase ${purchase.orderId}: ${formatBalance(purchase.paid)} paid${card}${purchase.paidAt ? ` on ${moment(purchase.paidAt)}` : ''}, credited ${formatBalance(purchase.credited)}; the fee of ${formatBalance(purchase.fee)} was shown before paying. ${receipt}`,
    used,
    ...consents.map(
      ({ app, at, ip, textVersion, markupBps, limit, shown }) =>
        `On ${moment(at)}${ip ? ` from ${ip}` : ''} the buyer allowed ${app} to spend ${limit === null ? 'without a limit' : `at most ${formatBalance(limit)}`}, at a markup of ${markupBps} basis points (consent text ${textVersion}). Shown to them: ${JSON.stringify(shown)}`,
    ),
    ...calls.byModel.map((group) => `${group.app}, ${group.model}: ${counted(group.calls, 'call')}, ${formatCharge(group.charged)}.`),
    returned,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function activity({ calls, signIns }: EvidencePacket): string {
  const rest = calls.count - calls.listed.length
  return [
    'Time (UTC) | app | model | charged',
    ...calls.listed.map(({ at, app, model, charged }) => `${moment(at)} | ${app} | ${model} | ${formatCharge(charged)}`),
    ...(rest > 0 ? [`and ${counted(rest, 'earlier call')}, added up by app and model elsewhere in this evidence.`] : []),
    ...signIns.map((at) => `${moment(at)} | signed in with a code sent by mail`),
  ].join('\n')
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
const day = (at: Date) => at.toISOString().slice(0, 10)
const moment = (at: Date | null) => (at ? `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '')

/** Cut at the end of a line, so that no half sentence reaches the bank. */
function shortened(fields: DisputeEvidence): DisputeEvidence {
  let left = WHOLE_MAX
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const most = Math.min(FIELD_MAX, left)
      const cut = text.length <= most ? text : text.slice(0, text.lastIndexOf('\n', most) > 0 ? text.lastIndexOf('\n', most) : most)
      left -= cut.length
      return [name, cut]
    }),
  )
}
