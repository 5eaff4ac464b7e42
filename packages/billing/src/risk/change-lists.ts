// Putting somebody on a list, and taking them off. Each is a deed of an operator with its reason; entries are ended, never deleted.
import {
  type Database,
  type DatabaseTransaction,
  newId,
  parsePublicId,
  publicId,
  type RiskEntryKind,
  type RiskEntryModel,
  type RiskList,
} from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'
import { readEntryValue } from './entry-value.ts'
import { payerNamed } from './listed-payer.ts'

type By = { operator: { id: string }; reason: string; now: Date }
type NewEntry = By & { list: RiskList; kind: RiskEntryKind; value: string; expiresAt: Date | null }

export async function addEntry(
  database: Database,
  { list, kind, value: given, expiresAt, operator, reason, now }: NewEntry,
): Promise<RiskEntryModel> {
  if (expiresAt && expiresAt <= now) throw new AppError('invalid_request', { message: 'Choose an end that is ahead.', param: 'expiresAt' })
  const written = readEntryValue(kind, given)
  return database.$transaction(async (transaction) => {
    const { value, payerId } = await asCompared(transaction, kind, written)
    const id = newId(now.getTime())
    const entry = await transaction.riskEntry.create({
      data: { id, list, kind, value, payerId, reason, expiresAt, addedBy: operator.id, addedAt: now },
    })
    const details = { list, kind, value, expiresAt: expiresAt?.toISOString() ?? null }
    await recordDeed(transaction, { operator, action: 'risk.listed', subject: publicId('riskEntry', id), details, reason, now })
    return entry
  })
}

async function asCompared(transaction: DatabaseTransaction, kind: RiskEntryKind, written: string) {
  if (kind === 'payer') return payerNamed(transaction, written)
  return { value: kind === 'address_range' ? await asNetwork(transaction, written) : written, payerId: null }
}

/** `203.0.113.7/24` is the network 203.0.113.0/24. */
async function asNetwork(database: DatabaseTransaction, written: string): Promise<string> {
  const [row] = await database.$queryRaw<{ value: string }[]>`select network(${written}::inet)::text as value`
  return row?.value ?? written
}

export async function removeEntry(database: Database, { entryId, operator, reason, now }: By & { entryId: string }): Promise<void> {
  const id = parsePublicId(entryId, 'riskEntry')
  await database.$transaction(async (transaction) => {
    const ended = id
      ? await transaction.riskEntry.updateManyAndReturn({
          where: { id, removedAt: null },
          data: { removedAt: now, removedBy: operator.id },
        })
      : []
    const [entry] = ended
    if (!entry) throw new AppError('not_found', { message: 'There is no such entry, or somebody has ended it.' })
    const { list, kind, value } = entry
    await recordDeed(transaction, { operator, action: 'risk.unlisted', subject: entryId, details: { list, kind, value }, reason, now })
  })
}
