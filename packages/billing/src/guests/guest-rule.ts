// Whether an app lets visitors start without an account, and what each of them gets: set by its developer, for live and sandbox apart.
import { type AppModel, type Database, type DatabaseTransaction, type GuestRuleModel, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, parseDollars, toDollars } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

export type GuestRule = {
  isOn: boolean
  amount: Microcents
  dailyCap: Microcents
  perAddressPerDay: number
  /** Empty: every model. */
  models: string[]
  lastsDays: number
}

/** What the form begins with; off, it lets nobody in. */
export const FIRST_RULE: GuestRule = {
  isOn: false,
  amount: parseDollars('0.05'),
  dailyCap: parseDollars('1'),
  perAddressPerDay: 3,
  models: [],
  lastsDays: 7,
}

const AMOUNT_MOST = parseDollars('5')
const CAP_MOST = parseDollars('10000')

type AppMode = Pick<AppInMode, 'appId' | 'mode'>

/** With what guests were given today, which UTC day it is for them. */
export async function guestRule(database: Database, { appId, mode, now }: AppMode & { now: Date }) {
  const [row, today] = await Promise.all([
    database.guestRule.findUnique({ where: { appId_mode: { appId, mode } } }),
    database.guestDay.findUnique({ where: { appId_mode_day: { appId, mode, day: utcDay(now) } } }),
  ])
  const rule = row ? readRule(row) : FIRST_RULE
  return { ...rule, guestsToday: today?.guests ?? 0, issuedToday: microcents(today?.issuedMicrocents ?? 0n) }
}

type InForce = GuestRuleModel & { appStatus: AppModel['status']; issuedMicrocents: bigint }

/**
 * In one question, since it is asked by everybody who comes. Throws `guests_not_allowed`, `app_suspended`. `isSpent`: today is used up,
 * as far as can be known without the day's lock.
 */
export async function ruleInForce(
  database: DatabaseTransaction,
  { appId, mode, now }: AppMode & { now: Date },
): Promise<{ rule: GuestRule; isSpent: boolean }> {
  const [row] = await database.$queryRaw<InForce[]>`
    select rule.is_on as "isOn", rule.amount_microcents as "amountMicrocents", rule.daily_cap_microcents as "dailyCapMicrocents",
           rule.per_address_per_day as "perAddressPerDay", rule.models, rule.lasts_days as "lastsDays", app.status::text as "appStatus",
           coalesce(today.issued_microcents, 0) as "issuedMicrocents"
      from guest_rule rule
      join app on app.id = rule.app_id
      left join guest_day today on today.app_id = rule.app_id and today.mode = rule.mode and today.day = ${utcDay(now)}::date
     where rule.app_id = ${appId}::uuid and rule.mode = ${mode}::mode`
  if (!row?.isOn) throw new AppError('guests_not_allowed')
  if (row.appStatus !== 'live') throw new AppError('app_suspended')
  const rule = readRule(row)
  return { rule, isSpent: row.issuedMicrocents + rule.amount > rule.dailyCap }
}

/** Holds from the next visitor on. Switched off, those who are there get no further token either. */
export async function setGuestRule(
  database: Database,
  { appId, mode, userId, rule, now }: AppMode & { userId: string; rule: GuestRule; now: Date },
): Promise<void> {
  refuseWrong(rule)
  const { amount: amountMicrocents, dailyCap: dailyCapMicrocents, ...rest } = rule
  const terms = { ...rest, amountMicrocents, dailyCapMicrocents, updatedAt: now }
  await database.$transaction(async (transaction) => {
    await transaction.guestRule.upsert({
      where: { appId_mode: { appId, mode } },
      create: { appId, mode, ...terms },
      update: terms,
    })
    const details = { mode, ...rest, amount: toDollars(amountMicrocents), dailyCap: toDollars(dailyCapMicrocents) }
    await recordAudit(transaction, { userId, action: 'app.guests_set', subject: publicId('app', appId), details, now })
  })
}

function refuseWrong({ amount, dailyCap, perAddressPerDay, lastsDays }: GuestRule): void {
  if (amount <= 0n || amount > AMOUNT_MOST) throw refused('amount', 'A guest is given more than $0, and at most $5.')
  if (dailyCap < amount) throw refused('dailyCap', 'The cap of a day is at least what one guest is given.')
  if (dailyCap > CAP_MOST) throw refused('dailyCap', 'The cap of a day is at most $10,000.')
  if (!isWithin(perAddressPerDay, 1000)) throw refused('perAddressPerDay', 'One network address gets 1 to 1,000 guests a day.')
  if (!isWithin(lastsDays, 90)) throw refused('lastsDays', 'A guest lasts 1 to 90 days.')
}

const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
const refused = (param: string, message: string) => new AppError('invalid_request', { message, param })

type RuleRow = Omit<GuestRuleModel, 'appId' | 'mode' | 'updatedAt'>

const readRule = ({ isOn, amountMicrocents, dailyCapMicrocents, perAddressPerDay, models, lastsDays }: RuleRow): GuestRule => ({
  ...{ isOn, perAddressPerDay, models, lastsDays },
  ...{ amount: microcents(amountMicrocents), dailyCap: microcents(dailyCapMicrocents) },
})

export const utcDay = (now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
