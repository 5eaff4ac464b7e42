// The page of who pays: a wallet, or an organization.

export const hrefOfPayer = (id: string) => (id.startsWith('wal_') ? `/wallets/${id}` : `/organizations/${id}`)
