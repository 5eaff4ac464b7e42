// Replies kept for a key: found by the same request, for a day.
import { hash, randomBytes } from 'node:crypto'
import { newId } from '@farebox/db'
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { forgetKeptReplies, KeptReplies, type KeyedRequest } from './kept-replies.ts'

const ledger = opened(ledgerDatabase)
let replies: KeptReplies
beforeAll(async () => {
  replies = new KeptReplies(ledger.database, randomBytes(32))
})

const now = new Date('2026-11-21T12:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const DAY_MS = 24 * 60 * 60 * 1_000
const credentialId = newId()
const request = (key: string, said = 'body'): KeyedRequest => ({
  credentialId,
  keyHash: hash('sha256', key, 'buffer'),
  requestHash: hash('sha256', said, 'buffer'),
  requestId: newId(),
})

describe('a kept reply', () => {
  it('answers the same request, and no other', async () => {
    const first = request('a')
    expect(await replies.claim(first, now)).toBeUndefined()
    await expect(replies.claim(request('a'), now)).rejects.toMatchObject({ code: 'idempotency_in_progress' })
    await replies.keep(first, { status: 201, body: '{"id":1}' })
    expect(await replies.claim(request('a'), now)).toEqual({ requestId: first.requestId, status: 201, body: '{"id":1}' })
    await expect(replies.claim(request('a', 'other'), now)).rejects.toMatchObject({ code: 'idempotency_mismatch' })
  })

  it('of a request that came to nothing is none: the key is free, for any request', async () => {
    const refused = request('b')
    await replies.claim(refused, now)
    await replies.forget(refused)
    expect(await replies.claim(request('b', 'other'), now)).toBeUndefined()
  })

  it('of a lost request may be taken over after a minute; the lost one then changes nothing', async () => {
    const lost = request('c')
    await replies.claim(lost, now)
    await expect(replies.claim(request('c'), later(59_000))).rejects.toMatchObject({ code: 'idempotency_in_progress' })
    await expect(replies.claim(request('c', 'other'), later(61_000))).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    const second = request('c')
    expect(await replies.claim(second, later(61_000))).toBeUndefined()
    await replies.keep(lost, { status: 200, body: 'late' })
    await replies.forget(lost)
    await replies.keep(second, { status: 200, body: 'second' })
    expect(await replies.claim(request('c'), later(62_000))).toMatchObject({ body: 'second' })
  })

  it('lives for a day', async () => {
    const first = request('d')
    await replies.claim(first, now)
    await replies.keep(first, { status: 200, body: 'today' })
    expect(await replies.claim(request('d'), later(DAY_MS - 1))).toMatchObject({ body: 'today' })
    expect(await forgetKeptReplies(ledger.database, later(DAY_MS - 1))).toBe(0)
    expect(await replies.claim(request('d', 'other'), later(DAY_MS))).toBeUndefined()
    expect(await forgetKeptReplies(ledger.database, later(3 * DAY_MS))).toBeGreaterThan(2)
    expect(await ledger.database.keptReply.count()).toBe(0)
  })
})
