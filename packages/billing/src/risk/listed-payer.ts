// Payers on the lists: whom an entry means by the id that was written, and whether a payer is kept out.
import { type ListStanding, listStanding } from '@farebox/auth/risk-lists'
import { type DatabaseTransaction, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { idsOfPayer, type PayerFacts, payerOfWallet } from './payer-of.ts'

/** The entry that keeps this payer out. */
export async function blockOfPayer(database: DatabaseTransaction, payer: PayerFacts, now: Date): Promise<ListStanding['blocked']> {
  const { blocked } = await listStanding(database, { payerIds: await idsOfPayer(database, payer) }, now)
  return blocked
}

type ListedPayer = { value: string; payerId: string }

/** An organization pays for its wallets, and a person for those they claimed: it is the payer who is listed. Throws `invalid_request`. */
export async function payerNamed(database: DatabaseTransaction, written: string): Promise<ListedPayer> {
  const organizationId = parsePublicId(written, 'organization')
  if (organizationId) {
    if ((await database.organization.count({ where: { id: organizationId } })) === 0) throw unknown('There is no such organization.')
    return { value: written, payerId: organizationId }
  }
  const walletId = parsePublicId(written, 'wallet')
  const wallet = walletId && (await database.wallet.findUnique({ where: { id: walletId, mode: 'live' } }))
  if (!wallet) throw unknown('There is no such wallet with real money.')
  const [payerId] = await idsOfPayer(database, payerOfWallet(wallet))
  return { value: publicId(wallet.organizationId ? 'organization' : 'wallet', payerId), payerId }
}

const unknown = (message: string) => new AppError('invalid_request', { message, param: 'value' })
