// The mails about a dispute or a bank's warning: what waits, what is gone or free again, and who decides. To who paid, and to developers.
import { formatBalance, formatCharge, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'

export type DisputeMail = {
  kind: 'dispute' | 'fraud_warning'
  phase: 'open' | 'won' | 'lost' | 'closed'
  paidMicrocents: Microcents
  url: string
} & (
  | {
      to: 'payer'
      description: string
      /** What is frozen, or was. */
      frozenMicrocents: Microcents
    }
  | {
      to: 'developer'
      organization: string
      disputeId: string
      /** The organization's own payment. */
      isOwn: boolean
      heldMicrocents: Microcents
      takenMicrocents: Microcents
      owedMicrocents: Microcents
    }
)

export function disputeMail(mail: DisputeMail): Mail {
  return mail.to === 'payer' ? payerMail(mail) : developerMail(mail)
}

type To<Kind extends DisputeMail['to']> = Extract<DisputeMail, { to: Kind }>

function payerMail({ kind, phase, description, paidMicrocents, frozenMicrocents, url }: To<'payer'>): Mail {
  const [paid, frozen] = [formatBalance(paidMicrocents), formatBalance(frozenMicrocents)]
  const opening =
    kind === 'dispute' ? `Your bank disputes your payment of ${paid}.` : `Your bank says that the payment of ${paid} may not be yours.`
  const says = {
    open: `${opening} ${frozen} that is left of it cannot be spent until this is settled. Your other balance is not touched.`,
    won: `The dispute about your payment of ${paid} is over. What was left of it can be spent again.`,
    closed: `Your payment of ${paid} has been checked. What was left of it can be spent again.`,
    lost: `Your bank gave you ${paid} back. What was left of that purchase is gone from your balance.`,
  }[phase]
  return composeMail({
    subject: phase === 'open' ? `Your payment of ${paid} is on hold` : `About your payment of ${paid}`,
    paragraphs: [says, ...(phase === 'open' ? ['If you did not mean to dispute it, tell your bank: it can take it back.'] : [])],
    facts: [
      { label: 'Purchase', value: description },
      { label: 'Paid', value: paid },
    ],
    action: { label: 'See your purchases', url },
    footer: 'You get this mail because this payment was made with your mail address, or for your wallet.',
  })
}

function developerMail(mail: To<'developer'>): Mail {
  const { kind, phase, organization, disputeId, isOwn, paidMicrocents, url } = mail
  const what = isOwn ? `your payment of ${formatBalance(paidMicrocents)}` : 'a payment of one of your users'
  const held = formatCharge(mail.heldMicrocents)
  const opening = kind === 'dispute' ? `A bank disputes ${what}.` : `A bank says that ${what} looks stolen.`
  const says = {
    open: isOwn
      ? `${opening} What is left of it is frozen until the bank decides.`
      : `${opening} ${held} of your earnings wait until it is decided.`,
    won: `The dispute about ${what} is over: what waited is yours again.`,
    closed: `${kind === 'dispute' ? 'The dispute' : 'The bank’s warning'} about ${what} is over: what waited is yours again.`,
    lost: isOwn
      ? `The bank kept ${what}. What was left of it is gone; what was spent of it is owed.`
      : `The bank kept ${what}. ${formatCharge(mail.takenMicrocents)} of your earnings went back with it. The cost of the calls is ours.`,
  }[phase]
  const owes =
    mail.owedMicrocents > 0n
      ? [`${formatBalance(mail.owedMicrocents)} had been paid out already: it is taken from what you earn next.`]
      : []
  return composeMail({
    subject: phase === 'open' ? `A payment behind your earnings is disputed` : `A dispute behind your earnings is over`,
    paragraphs: [says, ...owes],
    facts: [
      { label: 'Organization', value: organization },
      { label: 'Dispute', value: disputeId },
    ],
    action: { label: 'See your disputes', url },
    footer: 'You get this mail because you are an owner of this organization, or responsible for its finances.',
  })
}
