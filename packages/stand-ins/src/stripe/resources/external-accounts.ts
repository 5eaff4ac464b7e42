// External accounts: the bank account a recipient named, as the v1 API shows it.
import type { Api } from '../api.ts'
import { recipientNamed } from '../connect/change-recipient.ts'
import { noSuch } from '../stripe-refusal.ts'

export function addExternalAccountRoutes(api: Api): void {
  api.get('/v1/accounts/:id/external_accounts', ({ id, world }) => {
    recipientNamed(id, world)
    const data = world.store.ownedBy(id, world.store.tables.bankAccounts)
    return { object: 'list', url: `/v1/accounts/${id}/external_accounts`, has_more: false, data }
  })
  api.get('/v1/accounts/:id/external_accounts/:below', ({ id, below, world }) => {
    recipientNamed(id, world)
    const bank = world.store.owned(id, world.store.tables.bankAccounts, below)
    if (bank === undefined) throw noSuch('external account', below)
    return bank
  })
}
