// Mails what happened to automatic top-ups. A mail that is not taken is tried again, for two days; twice rather than not at all.
import { type AutoTopupNoticeModel, type Database, publicId } from '@farebox/db'
import { formatBalance, fromCents } from '@farebox/money'
import { cardName } from '../cards/saved-cards.ts'
import { type Mailer, mails } from '../mails/index.ts'
import { checkoutPage } from '../topups/start-order.ts'
import { stopSentence } from './stop-reasons.ts'

export type TellDesk = { database: Database; mailer: Pick<Mailer, 'send'>; walletUrl: string; dashboardUrl: string }

const NOTICES_PER_RUN = 20
const AGAIN_MS = 5 * 60_000
const PATIENCE_MS = 2 * 24 * 60 * 60_000

/** Returns how many were told. Throws where a mail was not taken, after the others were sent. */
export async function tellOwners(desk: TellDesk, now: Date): Promise<number> {
  const notices = await claimNotices(desk.database, now)
  let failure: unknown
  for (const id of notices) {
    try {
      await tell(desk, await desk.database.autoTopupNotice.findUniqueOrThrow({ where: { id } }))
      await desk.database.autoTopupNotice.update({ where: { id }, data: { toldAt: now } })
    } catch (cause) {
      failure ??= cause
    }
  }
  if (failure) throw failure
  return notices.length
}

async function claimNotices(database: Database, now: Date): Promise<string[]> {
  const [next, oldest] = [new Date(now.getTime() + AGAIN_MS), new Date(now.getTime() - PATIENCE_MS)]
  const rows = await database.$queryRaw<{ id: string }[]>`
    update auto_topup_notice set tell_at = ${next} where id in (
      select id from auto_topup_notice where told_at is null and tell_at <= ${now} and at > ${oldest}
       order by tell_at limit ${NOTICES_PER_RUN} for update skip locked)
    returning id::text`
  return rows.map(({ id }) => id).sort()
}

async function tell(desk: TellDesk, { walletId, about, orderId, reason }: AutoTopupNoticeModel): Promise<void> {
  const { database, mailer, walletUrl } = desk
  const autoTopup = await database.autoTopup.findUniqueOrThrow({ where: { walletId } })
  const consent = await database.autoTopupConsent.findUniqueOrThrow({ where: { id: autoTopup.consentId } })
  const card = await database.savedCard.findUniqueOrThrow({ where: { id: autoTopup.cardId } })
  const owner = await ownerOf(desk, walletId, consent.userId)
  const mail = mails.autoTopup({
    ...{ about, balance: owner.balance, sentence: consent.text, card: cardName(card) },
    price: formatBalance(fromCents(autoTopup.priceCents)),
    reason: about === 'stopped' && reason ? stopSentence(reason) : null,
    url: about === 'authentication_required' && orderId ? checkoutPage(walletUrl, orderId) : owner.url,
  })
  for (const address of owner.addresses) await mailer.send(address, mail)
}

type Owner = { addresses: string[]; balance: string; url: string }

/** Of an organization: whoever agreed, its owners, and who is responsible for its money. */
async function ownerOf({ database, walletUrl, dashboardUrl }: TellDesk, walletId: string, userId: string): Promise<Owner> {
  const { organizationId } = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const { email } = await database.user.findUniqueOrThrow({ where: { id: userId } })
  if (!organizationId) return { addresses: [email], balance: 'your balance', url: `${walletUrl}/auto-top-up` }
  const organization = await database.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const members = await database.membership.findMany({
    where: { organizationId, role: { in: ['owner', 'finance'] } },
    include: { user: true },
  })
  return {
    addresses: [...new Set([email, ...members.map(({ user }) => user.email)])],
    balance: `the balance of ${organization.name}`,
    url: `${dashboardUrl}/balance?organization=${publicId('organization', organizationId)}`,
  }
}
