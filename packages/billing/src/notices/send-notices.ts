// A job: notices that wait are claimed and mailed, each with links that stop spending without signing in. Any number of workers may run
// it; one whose worker was lost is due again, so that a mail may come twice then, rather than not at all.
import type { Database, NoticeModel, NoticeOutcome } from '@farebox/db'
import { type Mail, type Mailer, mails } from '../mails/index.ts'
import { factsOfNotice, type NoticeFacts } from './notice-facts.ts'
import { isWanted, readPreferences } from './preferences.ts'
import { STOP_LINK_DAYS, signStopLink } from './stop-link.ts'

export type NoticeDesk = { database: Database; mailer: Pick<Mailer, 'send'>; walletUrl: string; mailLinkSecret: string }

const BATCH = 50
const ROUNDS_MAX = 20
const FIRST_PAUSE_MS = 60_000
const ATTEMPTS_MAX = 10
const DAY_MS = 86_400_000

/** Returns how many were sent. */
export async function sendNotices(desk: NoticeDesk, now: Date): Promise<number> {
  let sent = 0
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const claimed = await claimDue(desk.database, now)
    if (claimed.length === 0) break
    const outcomes = await Promise.all(claimed.map((id) => sendNotice(desk, id, now)))
    sent += outcomes.filter((outcome) => outcome === 'sent').length
  }
  return sent
}

/** Each try pauses twice as long as the one before: from a minute to eight hours. */
async function claimDue(database: Database, now: Date): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    with due as (
      select id from notice where ended_at is null and next_attempt_at <= ${now}
       order by next_attempt_at limit ${BATCH} for update skip locked
    )
    update notice set attempts = attempts + 1,
           next_attempt_at = ${now}::timestamptz + make_interval(secs => ${FIRST_PAUSE_MS / 1_000} * power(2, least(attempts, 9)))
      from due where notice.id = due.id
    returning notice.id::text`
  return rows.map(({ id }) => id)
}

async function sendNotice(desk: NoticeDesk, noticeId: string, now: Date): Promise<NoticeOutcome | undefined> {
  const { database, mailer } = desk
  const notice = await database.notice.findUniqueOrThrow({ where: { id: noticeId } })
  const facts = await factsOfNotice(database, notice, now)
  const outcome = facts ? await tell() : 'unwanted'
  if (outcome) await database.notice.update({ where: { id: noticeId }, data: { outcome, endedAt: now } })
  return outcome

  async function tell(): Promise<NoticeOutcome | undefined> {
    if (!facts || !isWanted(notice.kind, await readPreferences(database, facts.userId))) return 'unwanted'
    try {
      await mailer.send(facts.email, mailOf(desk, notice, facts, now))
      return 'sent'
    } catch {
      // Tried again later; a mail server that takes nothing is seen by the mails people wait for.
      return notice.attempts >= ATTEMPTS_MAX ? 'failed' : undefined
    }
  }
}

function mailOf(
  { walletUrl, mailLinkSecret }: NoticeDesk,
  { kind, walletId, connectionId }: NoticeModel,
  facts: NoticeFacts,
  now: Date,
): Mail {
  const expiresAt = new Date(now.getTime() + STOP_LINK_DAYS * DAY_MS)
  const stopUrl = (of: string | null) => `${walletUrl}/stop/${signStopLink(mailLinkSecret, { walletId, connectionId: of, expiresAt })}`
  const links = { walletUrl, stopAllUrl: stopUrl(null), stopAppUrl: stopUrl(connectionId) }
  if (kind === 'balance_low' || !facts.app) return mails.lowBalance({ ...links, balance: facts.balance })
  if (kind === 'app_connected') return mails.appConnected({ ...links, app: facts.app })
  return mails.spendingLimit({ ...links, app: facts.app, isReached: kind === 'limit_reached' })
}
