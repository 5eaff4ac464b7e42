// Where a payer who is short of money is sent: each to a page that can help them.
import { newId, publicId } from '@farebox/db'
import { expect, it } from 'vitest'
import { walletLinks } from './wallet-links.ts'

const links = walletLinks({ walletUrl: 'https://wallet.example', dashboardUrl: 'https://dashboard.example' })
const walletId = newId()

it('sends users to their wallet, developers to their balance, and everybody else to a page that needs no account', () => {
  expect(links.topup({ kind: 'user', walletId })).toBe('https://wallet.example/top-up')
  expect(links.topup({ kind: 'organization', walletId })).toBe('https://dashboard.example/balance')
  expect(links.topup({ kind: 'unclaimed', walletId })).toBe(`https://wallet.example/top-up/for/${publicId('wallet', walletId)}`)
})
