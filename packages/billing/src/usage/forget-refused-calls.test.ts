// Refused calls are forgotten after 7 days, and not sooner.
import { newId } from '@farebox/db'
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { expect, it } from 'vitest'
import { forgetRefusedCalls } from './forget-refused-calls.ts'

const ledger = opened(ledgerDatabase)

const DAY_MS = 86_400_000

it('forgets what is older than 7 days', async () => {
  const now = new Date()
  const refusedAt = [6.9, 7.1, 30].map((days) => new Date(now.getTime() - days * DAY_MS))
  await ledger.database.refusedCall.createMany({
    data: refusedAt.map((at) => ({ id: newId(), mode: 'live', appId: newId(), code: 'wallet_empty', at })),
  })
  expect(await forgetRefusedCalls(ledger.database, now)).toBe(2)
  expect((await ledger.database.refusedCall.findMany()).map(({ at }) => at)).toEqual([refusedAt[0]])
})
