// A user as operators see them: who they are, their wallets, the organizations they belong to. Personal data: each read is recorded.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { walletFacts } from './wallet-facts.ts'

export async function userFacts(database: Database, id: string, now: Date) {
  const user = await database.user.findUnique({ where: { id } })
  if (!user) throw new AppError('not_found', { message: 'There is no such user.' })
  const [wallets, memberships] = await Promise.all([
    database.wallet.findMany({ where: { userId: id }, orderBy: { id: 'asc' } }),
    database.membership.findMany({ where: { userId: id }, include: { organization: true }, orderBy: { createdAt: 'asc' } }),
  ])
  const { email, name, createdAt } = user
  return {
    ...{ id: publicId('user', id), email, name, createdAt },
    wallets: await Promise.all(wallets.map((wallet) => walletFacts(database, wallet.id, now))),
    organizations: memberships.map(({ organization, role, createdAt: since }) => ({
      ...{ id: publicId('organization', organization.id), name: organization.name, role, since },
    })),
  }
}
